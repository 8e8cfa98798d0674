"""What each analysis says, what it cannot say and where its method comes from – in plain words, beside its numbers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Card:
    """The card of one analysis, in Russian.

    Attributes:
        analysis: its name on the command line.
        title: its name for people.
        says: what its numbers tell, a sentence each.
        cannot_say: what must not be read into them, a sentence each.
        sources: where the method is described.
    """

    analysis: str
    title: str
    says: tuple[str, ...]
    cannot_say: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The card as lines for a screen."""
        return (
            self.title,
            *(f"Говорит: {one}" for one in self.says),
            *(f"Не говорит: {one}" for one in self.cannot_say),
            *(f"Источник: {one}" for one in self.sources),
        )


MIXED_MODEL = Card(
    "mixed-model",
    "Смешанная модель: что связано с результатом и сколько различий лежит между школами",
    says=(
        "насколько результат в среднем отличается при отличии признака на единицу и при прочих равных",
        "сколько разброса – между школами (муниципалитетами), а сколько – между учениками внутри них",
        "оценку каждой школы, тем сильнее стянутую к среднему, чем меньше в ней учеников",
    ),
    cannot_say=(
        "почему школы различаются: связь – не причина, неучтённый признак остаётся в оценке школы",
        "кто из учителей работает лучше: для этого такие данные использовать нельзя",
        "какая из двух соседних по оценке школ выше, если их интервалы накрывают друг друга",
    ),
    sources=(
        "Bates, Mächler, Bolker, Walker (2015). Fitting linear mixed-effects models using lme4. J. Stat. Softw. 67(1)",
    ),
)

GROWTH_PERCENTILES = Card(
    "growth-percentiles",
    "Процентили роста",
    says=(
        "у скольких из ста учеников с такими же прежними результатами результат этого года ниже",
        "медиана школы и её 95 % интервал: как растут её ученики рядом со сверстниками того же прошлого",
    ),
    cannot_say=(
        "сколько баллов прибавлено и достаточно ли этого: процентиль сравнивает с другими, а не с целью",
        "почему ученик растёт так, а не иначе, и чья это заслуга: по учителям его не считают",
        "ничего о школе, где учеников с процентилем меньше 10",
    ),
    sources=(
        "Betebenner D. Norm- and criterion-referenced student growth. Educational Measurement 28(4), 2009",
        "R-пакет SGP: те же узлы, вероятности и округление, поэтому те же числа",
    ),
)

ITEMS = Card(
    "items",
    "Карта заданий",
    says=(
        "какую долю баллов за каждое задание и умение берут школа, класс, муниципалитет – с погрешностью",
        "сколько учеников ошиблись, сколько не приступали и о скольких данных нет: это три разных беды",
        "где отставание от остальных больше случайного и где оно больше, чем по работе в целом",
    ),
    cannot_say=(
        "что умения нет: одно низкое задание – ещё не дефицит, причину называет учитель",
        "как работает учитель: по закону результаты ВПР для этого не берут",
        "ничего о группе меньше 10 человек; числа учеников от 1 до 4 скрыты",
    ),
    sources=(
        "критерий двух долей; поправка на число заданий: Benjamini Y., Hochberg Y. JRSS B 57, 1995",
        "оценка доли с учётом всех школ: DerSimonian R., Laird N. Controlled Clinical Trials 7, 1986",
    ),
)

RASCH = Card(
    "rasch",
    "Задания на одной шкале",
    says=(
        "насколько задание труднее других – независимо от того, сильные или слабые ученики его решали",
        "с какой погрешностью это известно и держится ли задание модели: infit около 1",
        "согласованы ли задания между собой: альфа и связь задания с остальными",
    ),
    cannot_say=(
        "почему задание трудное: формулировка, тема или то, что её не проходили, – это решает методист",
        "ничего о задании, с которым справились все или никто: оно никого не различает",
    ),
    sources=(
        "Andersen E. B. The numerical solution of a set of conditional estimation equations. JRSS B 34, 1972",
        "Masters G. A Rasch model for partial credit scoring. Psychometrika 47, 1982",
        "R-пакеты psychotools, eRm и psych: с ними сверены числа",
    ),
)

OBJECTIVITY = Card(
    "objectivity",
    "Признаки необъективности",
    says=(
        "какие школы написали работу так, как случай и обычные различия школ почти не объясняют",
        "чем это можно объяснить без чьей-либо вины: с этих объяснений и начинают разговор",
        "среди названных школ ожидается не больше 5 % тех, где причины не было",
    ),
    cannot_say=(
        "что результаты недостоверны: это вопрос школе, а не вывод о ней",
        "ничего о школе, где работу писали меньше 20 учеников",
        "что школа без признаков объективна: признаки видят не всё",
    ),
    sources=(
        "Frandsen B. Party bias in union representation elections. Advances in Econometrics 38, 2017",
        "Molenaar I., Hoijtink H. The many null distributions of person fit indices. Psychometrika 55, 1990",
        "Efron B. Large-scale simultaneous hypothesis testing: the choice of a null hypothesis. JASA 99, 2004",
    ),
)

GROWTH = Card(
    "growth",
    "Прирост: что школа прибавляет к прежним результатам своих учеников",
    says=(
        "насколько результаты учеников выше или ниже, чем у учеников с такими же прежними результатами в других школах",
        "насколько это надёжно: интервал 95 % и стягивание к среднему тем сильнее, чем меньше учеников",
        "кому школа прибавляет больше – слабым, средним или сильным, – если учеников хватает, чтобы это увидеть",
    ),
    cannot_say=(
        "благодаря чему прирост такой: учитель, репетитор и семья в нём не разделены",
        "что-либо о школах, если их меньше 15, и о школе, где учеников меньше 10",
        "какое место школа занимает: интервалы соседних школ накрывают друг друга",
    ),
    sources=(
        "Raudenbush, Willms (1995). The estimation of school effects. J. Educ. Behav. Stat. 20(4)",
        "Goldstein (1997). Methods in school effectiveness research. School Eff. School Improv. 8(4)",
    ),
)

CONTEXT = Card(
    "context",
    "Контекст: в каких условиях школа работает и какой результат в них ожидается",
    says=(
        "индекс благополучия: среднее знаковых отклонений показателей паспорта, 50 – средняя школа, 10 – отклонение",
        "какой результат показывают другие школы в таком же контексте и насколько отличается результат этой школы",
        "какая поддержка уместна при низких результатах: контекст благоприятный, неблагоприятный или пограничный",
    ),
    cannot_say=(
        "какие веса у показателей ИСБШ в федеральной методике: они не опубликованы, здесь все показатели равны",
        "что контекст оправдывает результат или что школа в хорошем контексте работает плохо",
        "что школа резильентна надолго: для этого нужно два-три года подряд",
    ),
    sources=("Ястребов, Пинская, Косарецкий (2014). Использование контекстных данных… Вопросы образования, 4",),
)

SIMILAR_SCHOOLS = Card(
    "similar-schools",
    "Похожие школы: у кого такой же контекст",
    says=(
        "какие школы ближе всего по контексту и насколько: расстояние в отклонениях между школами",
        "чем они похожи и чем отличаются, по каждому показателю",
    ),
    cannot_say=(
        "что у похожей школы можно взять её способ работы: похож контекст, а не люди",
        "что-либо о показателях, которых в паспорте нет",
    ),
    sources=("Расстояние по стандартизованным показателям, k ближайших (Евклид)",),
)

DID_IT_HELP = Card(
    "did-it-help",
    "Помогло ли: что изменилось у поддержанных школ сверх того, что было бы и так",
    says=(
        "насколько результат поддержанных школ отличается от ожидаемого без поддержки – с интервалом 95 %",
        "какую часть изменения вернул бы случай: низкий результат сам по себе на следующий год обычно выше",
        "сходятся ли четыре метода, каждый со своим допущением, и почему какой-то из них ответить не может",
    ),
    cannot_say=(
        "помогло ли одной школе: ответ – о поддержанных школах вместе",
        "что помогла именно поддержка, если вместе с ней менялось что-то ещё: набор, учителя, здание",
        "что эффекта нет, если разницы не видно: мало школ – широкий интервал",
    ),
    sources=(
        "Callaway, Sant'Anna (2021). Difference-in-differences with multiple time periods. J. Econometrics 225",
        "Abadie, Imbens (2011). Bias-corrected matching estimators. J. Bus. Econ. Stat. 29",
        "Calonico, Cattaneo, Titiunik (2014). Robust nonparametric confidence intervals. Econometrica 82",
        "Efron, Morris (1975). Data analysis using Stein's estimator. JASA 70",
    ),
)

#: One card for each analysis; a test checks that each command has its own.
CARDS: tuple[Card, ...] = (
    MIXED_MODEL,
    GROWTH,
    GROWTH_PERCENTILES,
    ITEMS,
    RASCH,
    CONTEXT,
    SIMILAR_SCHOOLS,
    OBJECTIVITY,
    DID_IT_HELP,
)


def card(analysis: str) -> Card:
    """Return the card of an analysis."""
    return next(one for one in CARDS if one.analysis == analysis)
