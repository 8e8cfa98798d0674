"""Reports of ФИС ОКО: ВПР, pupil by pupil and counted."""
