# Всё, что нужно: Python 3.11+ (с pip и venv) и make. Окружение ставится в .venv один раз и обновляется по замку.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
OUT    ?= demo

.PHONY: help install demo test quick test-postgres test-spark check format lint types floors docs docs-check permissions migrations bench lock templates tutorial pictures screenshots clean

help:  ## показать эти строки
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

install: $(VENV)/ready  ## поставить окружение в .venv

$(VENV)/ready: requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Нужен Python 3.11 или новее, найден: $$($(PYTHON) --version)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Нет модуля venv: поставьте пакет python3-venv и повторите."; exit 1; }
	@echo "Ставлю окружение (один раз, около минуты) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/dev.txt || { echo "Окружение не поставилось. Если сети нет: docs/how_to/no-internet.md."; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q -j 0 $(VENV)/lib src || true  # программы и тесты открываются вдвое быстрее
	@touch $@

demo: install  ## сделать учебный регион, пройти весь путь и открыть сайт: файлы → выпуск → список → Word, Excel
	@$(BIN)/opora demo --out $(OUT)

test: install  ## все тесты
	@$(BIN)/python -m pytest -n 2

quick: install  ## тесты на каждый день: без браузера, офисных программ, убитых процессов и длинных моделирований
	@$(BIN)/python -m pytest -n 2 -m "not slow"

check: install format lint types floors docs-check  ## всё, что проверяет CI
	@$(BIN)/python -m pytest -n 2

format:
	@$(BIN)/ruff format --check .

lint:
	@$(BIN)/ruff check .

types:
	@$(BIN)/mypy

floors:  ## этажи: кто на чём стоит
	@$(BIN)/lint-imports --no-logo

docs: install  ## переписать справочник в docs/reference из кода
	@$(BIN)/python tools/reference.py write

permissions: install  ## переписать страницу прав docs/reference/permission-matrix.md с самого сайта
	@OPORA_WRITE_PERMISSIONS=1 $(BIN)/python -m pytest -q tests/web/test_permission_matrix.py

migrations: install  ## записать изменения устройства рабочей базы
	@OPORA_DATA=$$(mktemp -d) $(BIN)/python -m opora_web makemigrations

test-postgres: install  ## тесты сайта на PostgreSQL, который поднимается на время
	@$(BIN)/python tools/with_postgres.py $(BIN)/python -m pytest -n 2 tests/web

test-spark: $(VENV)/spark  ## счёт на Spark и на встроенном движке: всё ли сходится; нужна Java 17
	@$(BIN)/python -m pytest tests/engines

# PySpark выходит только исходным архивом, поэтому для него одного собирается колесо.
$(VENV)/spark: requirements/spark.txt $(VENV)/ready
	@echo "Ставлю PySpark (один раз, около полугигабайта) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --no-binary pyspark -r requirements/spark.txt
	@touch $@

docs-check:
	@$(BIN)/python tools/reference.py check

$(VENV)/bench-ready: requirements/bench.txt $(VENV)/ready
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/bench.txt
	@touch $@

bench: $(VENV)/bench-ready  ## скорость и память, отношениями в одном прогоне; рядом ставит библиотеки для сравнения
	@$(BIN)/python -m benchmarks

lock:  ## пересобрать замки зависимостей (нужна сеть)
	@$(BIN)/python -m pip install --quiet uv
	@for name in run dev bench spark; do \
	  extra=$$( [ $$name = run ] || echo "--extra $$name" ); \
	  $(BIN)/uv pip compile pyproject.toml $$extra --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet -o requirements/$$name.txt; done

templates: install  ## пересобрать исходные шаблоны Word
	@$(BIN)/python -m tools.build_templates

tutorial: install  ## выполнить команды учебной страницы и записать, что они печатают
	@$(BIN)/python tools/tutorial.py

pictures: install  ## переделать рисунок для README
	@$(BIN)/python tools/pictures.py

screenshots: install  ## переделать картинки руководства: учебный регион, сайт, браузер
	@$(BIN)/python tools/screenshots.py

clean:
	@rm -rf $(VENV) $(OUT) opora-data build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
