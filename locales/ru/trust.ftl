# Texts of the single deletion, of the dialogs about what is certain and what is not, and of the third widget.
js-one-copy = { $n ->
    [one] Contact Eraser хранит зашифрованную копию { $count } день: его можно восстановить.
    [few] Contact Eraser хранит зашифрованную копию { $count } дня: его можно восстановить.
   *[other] Contact Eraser хранит зашифрованную копию { $count } дней: его можно восстановить.
}
widget-app-title = Удалить много контактов
settings-widget-toolbar = Над списком контактов
install-step-widget-toolbar = Пункт над списком контактов
no-copy = Не хранить копию (для запросов на удаление персональных данных)
no-copy-note = Копии не останется. Если корзина выключена, отменить это нельзя.
one-protected = По настройкам портала контакты с открытыми сделками не удаляются. Сначала закройте сделку или обратитесь к администратору.
restore-lost-dates = «Дата создания» и «Кем создан»: сегодняшний день и вы
placement-question = Удалить этот контакт?
placement-close = Закрыть панель
js-one-open = { $n ->
    [one] { $count } открытая сделка. Работа по ней ещё идёт.
    [few] { $count } открытые сделки. Работа по ним ещё идёт.
   *[other] { $count } открытых сделок. Работа по ним ещё идёт.
}
js-one-open-unknown = У вас нет доступа к сделкам этого контакта. Одна из них может быть открыта.
js-delete-anyway = Всё равно удалить
js-delete-for-good = Удалить навсегда
js-undo = Отменить удаление
js-undone-title = Контакт восстановлен: { $name }
js-undone-text = У него новый ID, дата создания — сегодня, создали его вы. Дела и файлы не вернулись.
js-undone-open = Открыть контакт
js-undo-slow-title = Восстанавливаем контакт: { $name }
js-undo-slow-text = Это занимает больше времени, чем обычно. Результат будет на вкладке «Операции».
js-undo-failed-title = Не удалось восстановить контакт: { $name }
js-undo-failed-text = Зашифрованная копия сохранилась. Попробуйте ещё раз на вкладке «Операции».
js-deleted-kept-open = Его можно восстановить, пока хранится его копия.
js-deleted-kept = { $n ->
    [one] Его можно восстановить в течение { $count } дня.
    [few] Его можно восстановить в течение { $count } дней.
   *[other] Его можно восстановить в течение { $count } дней.
}
js-bulk-title-most = { $n ->
    [one] Удалить до { $count } контакта?
    [few] Удалить до { $count } контактов?
   *[other] Удалить до { $count } контактов?
}
js-bulk-delete = { $n ->
    [one] Удалить { $count } контакт
    [few] Удалить { $count } контакта
   *[other] Удалить { $count } контактов
}
js-bulk-for-good = { $n ->
    [one] Удалить { $count } контакт навсегда
    [few] Удалить { $count } контакта навсегда
   *[other] Удалить { $count } контактов навсегда
}
js-kept-open = останется: открытая сделка
js-kept-unknown = останется: нет доступа к сделкам
js-cancel-yourself = Ничего не изменилось. Панель можно закрыть.
