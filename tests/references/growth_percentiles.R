# Growth percentiles by R's own quantile regression (quantreg 5.94, splines of R 4.2), as the SGP package asks for them:
# the witness of test_against_r.py. Rscript growth_percentiles.R sgpdata_long.csv growth_percentiles_by_r.csv
library(quantreg)
library(splines)

WAYS <- list(
  list("READING", "2024_2025", 4:8), list("MATHEMATICS", "2023_2024", 3:6), list("READING", "2022_2023", 3:5),
  list("MATHEMATICS", "2024_2025", c(5, 6, 8)), list("MATHEMATICS", "2022_2023", 8:9)
)

years_before <- function(year, years) paste(as.integer(strsplit(year, "_")[[1]]) - years, collapse = "_")

# One row per pupil with a score at the end of the way, a column per grade, NA where a pupil was not in it that year.
side_by_side <- function(rows, years, grades) {
  last <- rows[rows$YEAR == tail(years, 1) & rows$GRADE == tail(grades, 1) & !is.na(rows$SCALE_SCORE), ]
  found <- data.frame(ID = sort(last$ID))
  for (place in seq_along(grades)) {
    there <- rows[rows$YEAR == years[place] & rows$GRADE == grades[place], ]
    found[[paste0("s", place)]] <- there$SCALE_SCORE[match(found$ID, there$ID)]
  }
  found
}

percentiles <- function(pupils, columns, knots, boundaries) {
  terms <- sprintf("bs(%s, knots = knots[['%s']], Boundary.knots = boundaries[['%s']])", columns, columns, columns)
  response <- tail(names(pupils), 1)
  fit <- rq(as.formula(paste(response, "~", paste(terms, collapse = "+"))), tau = (1:100 - 0.5) / 100, data = pupils,
            method = "br")
  predicted <- round(t(apply(predict(fit, pupils), 1, sort)), 5)
  pmin(pmax(rowSums(predicted < pupils[[response]]), 1), 99)
}

of_way <- function(rows, subject, year, grades) {
  years <- sapply(tail(grades, 1) - grades, function(back) years_before(year, back))
  rows <- rows[rows$VALID_CASE == "VALID_CASE" & rows$CONTENT_AREA == subject & rows$YEAR %in% years, ]
  pupils <- side_by_side(rows, years, grades)
  earlier <- rev(seq_along(grades))[-1]
  knots <- boundaries <- list()
  for (place in earlier) {
    scores <- na.omit(rows$SCALE_SCORE[rows$GRADE == grades[place] & rows$YEAR != year])
    knots[[paste0("s", place)]] <- round(as.vector(quantile(scores, c(.2, .4, .6, .8))), 3)
    boundaries[[paste0("s", place)]] <- round(extendrange(scores, f = 0.1), 3)
  }
  do.call(rbind, lapply(seq_along(earlier), function(order) {
    columns <- paste0("s", earlier[1:order])
    whole <- complete.cases(pupils[columns])
    found <- integer(nrow(pupils))
    found[whole] <- percentiles(pupils[whole, ], columns, knots, boundaries)
    data.frame(subject, year, grades = paste(grades, collapse = "-"), order,
               percentiles = paste(sprintf("%02d", found), collapse = ""))
  }))
}

asked <- commandArgs(trailingOnly = TRUE)
rows <- read.csv(asked[1], na.strings = c("NA", ""))
found <- do.call(rbind, lapply(WAYS, function(way) of_way(rows, way[[1]], way[[2]], way[[3]])))
write.csv(found, asked[2], row.names = FALSE, quote = FALSE)
