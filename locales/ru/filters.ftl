# Texts of the conditions of the list and of views. A text with forms goes by $n, which is never printed.
filter-label = Условия
filter-no-phone = Без телефона
filter-no-email = Без e-mail
filter-no-open-deals = Без открытых сделок
filter-no-deals = Без сделок
filter-no-company = Без компании
filter-clear = Сбросить все
filter-save = Сохранить как представление…
filter-more = Фильтр
filter-presets = Готовые условия
preset-today = Созданы сегодня
preset-older-1 = Созданы больше года назад
preset-older-2 = Созданы больше 2 лет назад
preset-older-3 = Созданы больше 3 лет назад
preset-idle = Без активности 12 месяцев
preset-unreachable = Без телефона и e-mail
preset-no-open-deals = Без открытых сделок
filter-responsible = Ответственный
filter-author = Кем создан
filter-person-hint = Введите имя
filter-pick = Выбрать на портале…
filter-source = Источник
filter-source-any = Любой источник
filter-created = Дата создания
filter-any-time = Любая дата
filter-today = Сегодня
filter-week = Последние 7 дней
filter-month = Последние 30 дней
filter-older-1 = Больше года назад
filter-older-2 = Больше 2 лет назад
filter-older-3 = Больше 3 лет назад
filter-older-days = Больше … дней назад
filter-dates = Выбрать даты…
filter-days = Созданы больше (дней назад)
filter-from = С
filter-from-time = Время начала
filter-to = По
filter-to-time = Время окончания
filter-idle = Последняя активность
filter-idle-any = Любая дата
filter-idle-3 = Не было 3 месяца
filter-idle-6 = Не было 6 месяцев
filter-idle-12 = Не было 12 месяцев
filter-idle-24 = Не было 24 месяца
filter-idle-date = Не было с даты…
filter-idle-note = Контакты, у которых последняя активность неизвестна, не попадут в список.
filter-idle-since = Без активности с
views-own = Мои представления
views-shared = Общие представления
views-save = Сохранить фильтр как представление…
views-title = Общие представления и расписания
views-settings-note = Общие представления видны всем рядом с полем поиска в разделе «Контакты». Представление с расписанием готовит удаление: ничего не удаляется, пока кто-нибудь не проверит черновик в разделе «Операции». Он готовится с правами того, кто сохранил представление последним.
view-use = Показать контакты
view-change = Изменить
view-delete = Удалить
view-lead = Условия:
view-name = Название
view-replace = Заменить условия текущим фильтром
view-share = Показывать всем на портале
view-every = Готовить черновик
view-never = Никогда
view-daily = Каждый день
view-weekly = Каждую неделю
view-monthly = Каждый месяц
view-weekday = День недели
view-monthday = День месяца
view-time = Время
view-zone = Часовой пояс
view-draft = Черновик ничего не удаляет, пока его не проверят в разделе «Операции».
view-delete-lead = Контакты останутся. Будут удалены только сохранённые условия.
view-delete-shared = Оно исчезнет у всех на портале.
view-delete-calendar = Новых черновиков не будет. Уже подготовленные останутся в разделе «Операции».

# What the script prints about conditions.
js-chip-search = Поиск: { $name }
js-chip-responsible = Ответственный: { $name }
js-chip-author = Кем создан: { $name }
js-chip-source = Источник: { $name }
js-chip-from = Создан с: { $time }
js-chip-to = Создан по: { $time }
js-chip-today = Создан сегодня
js-chip-within-days = { $n ->
    [one] Создан за последний { $count } день
    [few] Создан за последние { $count } дня
   *[other] Создан за последние { $count } дней
}
js-chip-within-months = { $n ->
    [one] Создан за последний { $count } месяц
    [few] Создан за последние { $count } месяца
   *[other] Создан за последние { $count } месяцев
}
js-chip-within-years = { $n ->
    [one] Создан за последний { $count } год
    [few] Создан за последние { $count } года
   *[other] Создан за последние { $count } лет
}
js-chip-older-days = { $n ->
    [one] Создан больше { $count } дня назад
    [few] Создан больше { $count } дней назад
   *[other] Создан больше { $count } дней назад
}
js-chip-older-months = { $n ->
    [one] Создан больше { $count } месяца назад
    [few] Создан больше { $count } месяцев назад
   *[other] Создан больше { $count } месяцев назад
}
js-chip-older-years = { $n ->
    [one] Создан больше { $count } года назад
    [few] Создан больше { $count } лет назад
   *[other] Создан больше { $count } лет назад
}
js-chip-idle-days = { $n ->
    [one] Без активности { $count } день
    [few] Без активности { $count } дня
   *[other] Без активности { $count } дней
}
js-chip-idle-months = { $n ->
    [one] Без активности { $count } месяц
    [few] Без активности { $count } месяца
   *[other] Без активности { $count } месяцев
}
js-chip-idle-years = { $n ->
    [one] Без активности { $count } год
    [few] Без активности { $count } года
   *[other] Без активности { $count } лет
}
js-chip-idle-since = Без активности с: { $time }
js-chip-remove = Убрать «{ $name }»
js-source-gone = { $name } (больше нет на портале)
js-sources-failed = Не удалось получить список источников: { $name }. Уже выбранный источник действует.
js-person-gone = Нет на портале (ID { $number })
js-person-unnamed = Пользователь { $number }
js-person-you = Это вы
js-person-left = Больше не работает
js-person-none = Сотрудников с таким именем нет.
js-person-failed = Не удалось выполнить поиск сотрудников: { $name }

# What the script prints about views.
js-views = Представления
js-views-loading = Загружаем представления…
js-views-none = Представлений пока нет. Задайте фильтр и сохраните его здесь.
js-view-title = Новое представление
js-view-change-title = Изменить представление
js-view-action = Сохранить
js-view-saved = Представление «{ $name }» сохранено
js-view-saved-text = Оно в меню «Представления».
js-view-next = Следующий черновик: { $time }
js-view-moment = { $name }, { $time } ({ $to })
js-view-delete-title = Удалить представление «{ $name }»?
js-view-delete-action = Удалить
js-view-deleted = Представление «{ $name }» удалено
js-view-change = Изменить «{ $name }»
js-view-delete = Удалить «{ $name }»
js-filters-none = Общих представлений пока нет. Сохраните фильтр в разделе «Контакты» и покажите его всем.
js-filter-never = Без расписания
js-filter-open = Черновик ждёт проверки. Следующий: { $time }
js-filter-paused = Приостановлено: { $name }
