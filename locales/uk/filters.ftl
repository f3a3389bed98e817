# Texts of the conditions of the list and of views. A text with forms goes by $n, which is never printed.
filter-label = Умови
filter-no-phone = Без телефону
filter-no-email = Без e-mail
filter-no-open-deals = Без відкритих угод
filter-no-deals = Без угод
filter-no-company = Без компанії
filter-clear = Скинути всі
filter-save = Зберегти як подання…
filter-more = Фільтр
filter-presets = Готові умови
preset-today = Створені сьогодні
preset-older-1 = Створені понад рік тому
preset-older-2 = Створені понад 2 роки тому
preset-older-3 = Створені понад 3 роки тому
preset-idle = Без активності 12 місяців
preset-unreachable = Без телефону та e-mail
preset-no-open-deals = Без відкритих угод
filter-responsible = Відповідальний
filter-author = Ким створений
filter-person-hint = Введіть ім’я
filter-pick = Вибрати на порталі…
filter-source = Джерело
filter-source-any = Будь-яке джерело
filter-created = Дата створення
filter-any-time = Будь-яка дата
filter-today = Сьогодні
filter-week = Останні 7 днів
filter-month = Останні 30 днів
filter-older-1 = Понад рік тому
filter-older-2 = Понад 2 роки тому
filter-older-3 = Понад 3 роки тому
filter-older-days = Понад … днів тому
filter-dates = Вибрати дати…
filter-days = Створені понад (днів тому)
filter-from = З
filter-from-time = Час початку
filter-to = По
filter-to-time = Час завершення
filter-idle = Остання активність
filter-idle-any = Будь-яка дата
filter-idle-3 = Не було 3 місяці
filter-idle-6 = Не було 6 місяців
filter-idle-12 = Не було 12 місяців
filter-idle-24 = Не було 24 місяці
filter-idle-date = Не було з дати…
filter-idle-note = Контакти, у яких остання активність невідома, не потраплять до списку.
filter-idle-since = Без активності з
views-own = Мої подання
views-shared = Спільні подання
views-save = Зберегти фільтр як подання…
views-title = Спільні подання та розклади
views-settings-note = Спільні подання видно всім поруч із полем пошуку в розділі «Контакти». Подання з розкладом готує видалення: нічого не видаляється, доки хтось не перевірить чернетку в розділі «Операції». Вона готується з правами того, хто зберіг подання останнім.
view-use = Показати контакти
view-change = Змінити
view-delete = Видалити
view-lead = Умови:
view-name = Назва
view-replace = Замінити умови поточним фільтром
view-share = Показувати всім на порталі
view-every = Готувати чернетку
view-never = Ніколи
view-daily = Щодня
view-weekly = Щотижня
view-monthly = Щомісяця
view-weekday = День тижня
view-monthday = День місяця
view-time = Час
view-zone = Часовий пояс
view-draft = Чернетка нічого не видаляє, доки її не перевірять у розділі «Операції».
view-delete-lead = Контакти залишаться. Буде видалено лише збережені умови.
view-delete-shared = Воно зникне в усіх на порталі.
view-delete-calendar = Нових чернеток не буде. Уже підготовлені залишаться в розділі «Операції».

# What the script prints about conditions.
js-chip-search = Пошук: { $name }
js-chip-responsible = Відповідальний: { $name }
js-chip-author = Ким створений: { $name }
js-chip-source = Джерело: { $name }
js-chip-from = Створено з: { $time }
js-chip-to = Створено по: { $time }
js-chip-today = Створено сьогодні
js-chip-within-days = { $n ->
    [one] Створено за останній { $count } день
    [few] Створено за останні { $count } дні
   *[other] Створено за останні { $count } днів
}
js-chip-within-months = { $n ->
    [one] Створено за останній { $count } місяць
    [few] Створено за останні { $count } місяці
   *[other] Створено за останні { $count } місяців
}
js-chip-within-years = { $n ->
    [one] Створено за останній { $count } рік
    [few] Створено за останні { $count } роки
   *[other] Створено за останні { $count } років
}
js-chip-older-days = { $n ->
    [one] Створено понад { $count } день тому
    [few] Створено понад { $count } дні тому
   *[other] Створено понад { $count } днів тому
}
js-chip-older-months = { $n ->
    [one] Створено понад { $count } місяць тому
    [few] Створено понад { $count } місяці тому
   *[other] Створено понад { $count } місяців тому
}
js-chip-older-years = { $n ->
    [one] Створено понад { $count } рік тому
    [few] Створено понад { $count } роки тому
   *[other] Створено понад { $count } років тому
}
js-chip-idle-days = { $n ->
    [one] Без активності { $count } день
    [few] Без активності { $count } дні
   *[other] Без активності { $count } днів
}
js-chip-idle-months = { $n ->
    [one] Без активності { $count } місяць
    [few] Без активності { $count } місяці
   *[other] Без активності { $count } місяців
}
js-chip-idle-years = { $n ->
    [one] Без активності { $count } рік
    [few] Без активності { $count } роки
   *[other] Без активності { $count } років
}
js-chip-idle-since = Без активності з: { $time }
js-chip-remove = Прибрати «{ $name }»
js-source-gone = { $name } (більше немає на порталі)
js-sources-failed = Не вдалося отримати список джерел: { $name }. Уже вибране джерело діє.
js-person-gone = Немає на порталі (ID { $number })
js-person-unnamed = Користувач { $number }
js-person-you = Це ви
js-person-left = Більше не працює
js-person-none = Співробітників із таким ім’ям немає.
js-person-failed = Не вдалося виконати пошук співробітників: { $name }

# What the script prints about views.
js-views = Подання
js-views-loading = Завантажуємо подання…
js-views-none = Подань ще немає. Задайте фільтр і збережіть його тут.
js-view-title = Нове подання
js-view-change-title = Змінити подання
js-view-action = Зберегти
js-view-saved = Подання «{ $name }» збережено
js-view-saved-text = Воно в меню «Подання».
js-view-next = Наступна чернетка: { $time }
js-view-moment = { $name }, { $time } ({ $to })
js-view-delete-title = Видалити подання «{ $name }»?
js-view-delete-action = Видалити
js-view-deleted = Подання «{ $name }» видалено
js-view-change = Змінити «{ $name }»
js-view-delete = Видалити «{ $name }»
js-filters-none = Спільних подань ще немає. Збережіть фільтр у розділі «Контакти» та покажіть його всім.
js-filter-never = Без розкладу
js-filter-open = Чернетка чекає на перевірку. Наступна: { $time }
js-filter-paused = Призупинено: { $name }
