# Всё, что нужно: Python 3.11+ (с pip и venv) и make. Окружение ставится в .venv один раз и обновляется по замку.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
OUT    ?= demo

.PHONY: help install demo test test-postgres check format lint types floors docs docs-check permissions migrations bench lock templates tutorial pictures screenshots clean

help:  ## показать эти строки
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

install: $(VENV)/ready  ## поставить окружение в .venv

$(VENV)/ready: requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Нужен Python 3.11 или новее, найден: $$($(PYTHON) --version)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Нет модуля venv: поставьте пакет python3-venv и повторите."; exit 1; }
	@echo "Ставлю окружение (один раз, около минуты) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/dev.txt || { echo "Окружение не поставилось. Если сети нет: docs/how_to/no-internet.md."; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: install  ## сделать учебный регион, пройти весь путь и открыть сайт: файлы → выпуск → список → Word, Excel
	@$(BIN)/opora demo --out $(OUT)

test: install  ## все тесты
	@$(BIN)/python -m pytest -n 2

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

docs-check:
	@$(BIN)/python tools/reference.py check

bench: install  ## скорость и память, отношениями в одном прогоне
	@$(BIN)/python -m benchmarks

lock:  ## пересобрать замки зависимостей (нужна сеть)
	@$(BIN)/python -m pip install --quiet uv
	@for name in run dev; do \
	  extra=$$( [ $$name = dev ] && echo "--extra dev" ); \
	  $(BIN)/uv pip compile pyproject.toml $$extra --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet -o requirements/$$name.txt; done

templates: install  ## пересобрать исходные шаблоны Word
	@$(BIN)/python tools/build_templates.py
	@$(BIN)/python -m tools.build_meeting_templates

tutorial: install  ## выполнить команды учебной страницы и записать, что они печатают
	@$(BIN)/python tools/tutorial.py

pictures: install  ## переделать рисунок для README
	@$(BIN)/python tools/pictures.py

screenshots: install  ## переделать картинки руководства: учебный регион, сайт, браузер
	@$(BIN)/python tools/screenshots.py

clean:
	@rm -rf $(VENV) $(OUT) opora-data build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
