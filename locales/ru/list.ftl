# Texts of the list of contacts: its columns, its order, what is selected, the card of details, its keys.
contact-id = ID
contact-source = Источник
contact-deals = Сделки
contact-activities = Дела
contact-activity = Последняя активность
contact-changed = Изменён
list-display = Отображение
list-columns = Столбцы
list-compact = Компактные строки
list-usual = По умолчанию
list-sort = Сортировка
list-newest = сначала новые
list-oldest = сначала старые
list-rising = по возрастанию
list-falling = по убыванию
list-size = Строк на странице
list-show = Показать
list-chosen = Выбраны, но не видны в списке
list-close = Закрыть
list-keys = Горячие клавиши
list-keys-search = Поиск
list-keys-move = Переход по строкам
list-keys-select = Выбрать строку или снять выбор
list-keys-range = Выбрать диапазон строк
list-keys-delete = Удалить выбранные контакты
list-keys-details = Показать подробности
list-keys-help = Показать горячие клавиши
list-key-delete = Delete
list-key-enter = Enter
list-key-shift = Shift

# What the script prints about the list.
js-list-away = { $n ->
    [one] { $count } не виден в списке
    [few] { $count } не видны в списке
   *[other] { $count } не видны в списке
}
js-list-replaced = { $n ->
    [one] Прежний выбор заменён: { $count } контакт
    [few] Прежний выбор заменён: { $count } контакта
   *[other] Прежний выбор заменён: { $count } контактов
}
js-list-replaced-text = Теперь выбраны все найденные контакты. Прежние контакты, которых среди них нет, больше не выбраны.
js-list-replaced-undo = Вернуть прежний выбор
js-list-bound = Выбраны по условиям: { $name }
js-list-bound-everybody = Выбраны из всего списка
js-list-unknown = Вы выбрали все контакты другого списка. Чтобы изменить выбор, откройте тот список.
js-list-more = { $n ->
    [one] и ещё { $count }
    [few] и ещё { $count }
   *[other] и ещё { $count }
}
js-list-unsorted = Портал не поддерживает сортировку по этому столбцу. Контакты показаны в порядке портала.
js-list-cut = При такой сортировке можно показать только первые { $count }. Уточните поиск или отсортируйте по ID, чтобы увидеть все.
js-list-peek-name = Подробности: { $name }
js-list-untold = Портал не сообщает этого, или у вас нет доступа.
js-list-company-number = Компания № { $number }
js-list-person-number = Сотрудник № { $number }
