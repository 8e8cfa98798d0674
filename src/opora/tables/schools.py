"""Schools: the register an authority keeps, the names files mention, and who is who."""

from opora.tables.contract import Column, Contract, Kind
from opora.tables.paper_columns import ADDRESS_COLUMNS

SCHOOL_KINDS = ("НОШ", "ООШ", "СОШ", "лицей", "гимназия", "иное")
_PEOPLE = (0, 100_000)


def _share(name: str, heading: str, meaning: str, *spellings: str) -> Column:
    return Column(name, heading, Kind.SHARE, meaning, "доля", (0, 1), spellings=spellings)


def _number_of(name: str, heading: str, meaning: str) -> Column:
    return Column(name, heading, Kind.COUNT, meaning, "чел.", _PEOPLE)


_SCHOOL = Column(
    "school", "Код школы", Kind.WORD, "Любой постоянный код школы", is_required=True, spellings=("id", "Код")
)

#: Codes are compared without regard to case, and people see them as their register has them.
WRITTEN_CODE = Column(
    "written_code", "Код, как в реестре", Kind.WORD, "Код школы, как его пишет реестр; пусто, если так же"
)

REGISTER = Contract(
    name="register",
    heading="Реестр школ",
    grain="одна школа",
    key=("school",),
    columns=(
        _SCHOOL,
        Column(
            "name",
            "Краткое наименование",
            Kind.WORD,
            "Краткое наименование",
            is_required=True,
            spellings=("short_name", "Название", "Название школы", "Название ОО", "Наименование", "Наименование ОО"),
        ),
        Column("full_name", "Полное наименование", Kind.WORD, "Полное наименование по уставу"),
        Column(
            "municipality",
            "Муниципалитет",
            Kind.WORD,
            "Муниципальное образование",
            is_required=True,
            spellings=("Муниципальное образование", "МСУ", "Район"),
        ),
        Column("fisoko_login", "Логин ФИС ОКО", Kind.WORD, "Логин вида edu123456", spellings=("Логин", "login_fisoko")),
        Column("ris_code", "Код ОО (РИС ГИА)", Kind.WORD, "Код ОО в РИС ГИА", spellings=("Код ОО", "code_ris")),
        Column("inn", "ИНН", Kind.WORD, "ИНН школы"),
        Column(
            "other_codes",
            "Другие коды",
            Kind.WORD,
            "Прежние и иные коды, под которыми школу называют файлы, через запятую",
            spellings=("Прежние коды", "Иные коды"),
        ),
        Column(
            "kind",
            "Вид",
            Kind.WORD,
            "Вид школы",
            choices=SCHOOL_KINDS,
            spellings=(
                "Вид школы",
                "Вид ОО",
                "Тип",
                "type",
                "Вид (НОШ/ООШ/СОШ/лицей/гимназия)",
                "type(НОШ/ООШ/СОШ/лицей/гимназия)",
            ),
        ),
        Column(
            "rural",
            "Сельская",
            Kind.FLAG,
            "Сельская школа: да или нет",
            spellings=("Село", "Сельская (да/нет)", "rural(0/1)"),
        ),
        Column("branch_of", "Филиал школы", Kind.WORD, "Код школы, филиалом которой является"),
        Column("pupils", "Обучающихся", Kind.COUNT, "Всего обучающихся", "чел.", _PEOPLE, spellings=("Учеников",)),
        _number_of("pupils_1_4", "Обучающихся 1–4", "Обучающихся в 1–4 классах"),
        _number_of("pupils_5_9", "Обучающихся 5–9", "Обучающихся в 5–9 классах"),
        _number_of("pupils_10_11", "Обучающихся 10–11", "Обучающихся в 10–11 классах"),
        Column("classes", "Классов", Kind.COUNT, "Классов-комплектов", "кл.", (0, 1_000)),
        _number_of("teachers", "Учителей", "Педагогических работников"),
        Column("vacancies", "Вакансий", Kind.NUMBER, "Незанятых ставок педагогов", "ставок", (0, 1_000)),
        _share(
            "share_category", "Доля с категорией, %", "Доля педагогов с квалификационной категорией", "pct_category"
        ),
        _share("share_under_35", "Доля до 35 лет, %", "Доля педагогов младше 35 лет", "pct_under35"),
        Column(
            "growth_point_year",
            "Точка роста (год)",
            Kind.SMALL,
            "Год открытия центра «Точка роста»",
            range=(2018, 2100),
            spellings=("tochka_rosta", "tochka_rosta(year)", "Точка роста"),
        ),
        WRITTEN_CODE,
        *ADDRESS_COLUMNS,
    ),
    part=("school",),
)

CONTEXTS = Contract(
    name="contexts",
    heading="Социальный контекст школ",
    grain="одна школа и один год",
    key=("school", "year"),
    columns=(
        _SCHOOL,
        Column(
            "year", "Год данных", Kind.SMALL, "Год, за который даны сведения", range=(2010, 2100), spellings=("Год",)
        ),
        _share(
            "share_both_parents_higher",
            "Оба родителя с высшим образованием, %",
            "Доля учеников, у которых оба родителя с высшим образованием",
        ),
        _share(
            "share_one_parent_higher",
            "Один родитель с высшим образованием, %",
            "Доля учеников, у которых один родитель с высшим образованием",
        ),
        _share("share_incomplete_families", "Неполные семьи, %", "Доля учеников из неполных семей"),
        _share("share_large_families", "Многодетные семьи, %", "Доля учеников из многодетных семей"),
        _share("share_low_income", "Малообеспеченные семьи, %", "Доля учеников из малообеспеченных семей"),
        _share(
            "share_parents_unemployed", "Оба родителя без работы, %", "Доля учеников, у которых оба родителя без работы"
        ),
        _share(
            "share_on_record",
            "На учёте, %",
            "Доля учеников на внутришкольном учёте, учёте ПДН или КДН",
            "На учёте ВШК, ПДН, КДН, %",
        ),
        _share("share_special_needs", "ОВЗ и инвалидность, %", "Доля учеников с ОВЗ или инвалидностью", "ОВЗ, %"),
        _share("share_russian_not_native", "Русский неродной, %", "Доля учеников, для которых русский язык неродной"),
        _share("share_good_housing", "Благоустроенное жильё, %", "Доля учеников, живущих в благоустроенном жилье"),
        Column(
            "distance_km",
            "Расстояние до центра, км",
            Kind.NUMBER,
            "Расстояние до муниципального центра",
            "км",
            (0, 5_000),
        ),
        *ADDRESS_COLUMNS,
    ),
    part=("school", "year"),
)

SCHOOL_NAMES = Contract(
    name="school_names",
    heading="Названия школ, встреченные в файлах",
    grain="один код школы с названием в одном файле",
    key=("school_code", "source_file"),
    columns=(
        Column("school_code", "Код школы", Kind.WORD, "Код школы, как его даёт файл", is_required=True),
        Column("name", "Название", Kind.WORD, "Название, как в файле; пусто, если файл его не называет"),
        Column("municipality", "Муниципалитет", Kind.WORD, "Муниципалитет, как в файле (название или код МСУ)"),
        Column("source_file", "Файл", Kind.WORD, "Отпечаток файла", is_required=True),
    ),
    part=("source_file",),
)

#: How a code came to stand for a school.
JOINED = ("register", "same-name", "own-code")

SCHOOLS = Contract(
    name="schools",
    heading="Школы",
    grain="одна школа",
    key=("school",),
    columns=(
        _SCHOOL,
        Column("name", "Название", Kind.WORD, "Название для списков", is_required=True),
        Column("municipality", "Муниципалитет", Kind.WORD, "Муниципалитет; пусто, если ни один файл его не называет"),
        Column("in_register", "В реестре", Kind.FLAG, "Есть ли школа в реестре", is_required=True),
        *REGISTER.columns[2:3],
        *REGISTER.columns[4:-3],
    ),
)

SCHOOL_CODES = Contract(
    name="school_codes",
    heading="Коды школ",
    grain="один код",
    key=("school_code",),
    columns=(
        Column("school_code", "Код", Kind.WORD, "Код, как его даёт файл или реестр", is_required=True),
        _SCHOOL,
        Column("joined", "Основание", Kind.WORD, "Почему код относится к этой школе", choices=JOINED, is_required=True),
    ),
)
