"""Protocols of РИС ГИА: ОГЭ, ЕГЭ, ГВЭ, and appeals. Names end here."""
