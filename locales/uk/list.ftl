# Texts of the list of contacts: its columns, its order, what is selected, the card of details, its keys.
contact-id = ID
contact-source = Джерело
contact-deals = Угоди
contact-activities = Справи
contact-activity = Остання активність
contact-changed = Змінено
list-display = Відображення
list-columns = Стовпці
list-compact = Компактні рядки
list-usual = За замовчуванням
list-sort = Сортування
list-newest = спочатку нові
list-oldest = спочатку старі
list-rising = за зростанням
list-falling = за спаданням
list-size = Рядків на сторінці
list-show = Показати
list-chosen = Вибрано, але не видно у списку
list-close = Закрити
list-keys = Гарячі клавіші
list-keys-search = Пошук
list-keys-move = Перехід між рядками
list-keys-select = Вибрати рядок або зняти вибір
list-keys-range = Вибрати діапазон рядків
list-keys-delete = Видалити вибрані контакти
list-keys-details = Показати подробиці
list-keys-help = Показати гарячі клавіші
list-key-delete = Delete
list-key-enter = Enter
list-key-shift = Shift

# What the script prints about the list.
js-list-away = { $n ->
    [one] { $count } не видно у списку
    [few] { $count } не видно у списку
   *[other] { $count } не видно у списку
}
js-list-replaced = { $n ->
    [one] Попередній вибір замінено: { $count } контакт
    [few] Попередній вибір замінено: { $count } контакти
   *[other] Попередній вибір замінено: { $count } контактів
}
js-list-replaced-text = Тепер вибрано всі знайдені контакти. Попередні контакти, яких серед них немає, більше не вибрано.
js-list-replaced-undo = Повернути попередній вибір
js-list-bound = Вибрано за умовами: { $name }
js-list-bound-everybody = Вибрано з усього списку
js-list-unknown = Ви вибрали всі контакти іншого списку. Щоб змінити вибір, відкрийте той список.
js-list-more = { $n ->
    [one] і ще { $count }
    [few] і ще { $count }
   *[other] і ще { $count }
}
js-list-unsorted = Портал не підтримує сортування за цим стовпцем. Контакти показано в порядку порталу.
js-list-cut = За такого сортування можна показати лише перші { $count }. Уточніть пошук або відсортуйте за ID, щоб побачити всі.
js-list-peek-name = Подробиці: { $name }
js-list-untold = Портал не повідомляє цього, або у вас немає доступу.
js-list-company-number = Компанія № { $number }
js-list-person-number = Співробітник № { $number }
