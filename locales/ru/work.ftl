# Texts of the jobs, of the history and of the messages that tell about jobs.
js-today = Сегодня, { $time }
js-jobs-choose = Выбрать контакты
js-jobs-badge = { $n ->
    [one] операция выполняется или ждёт вас
    [few] операции выполняются или ждут вас
   *[other] операций выполняются или ждут вас
}
js-job-deleted-all = { $n ->
    [one] Удалён { $count } контакт
    [few] Удалено { $count } контакта
   *[other] Удалено { $count } контактов
}
js-job-deleted-some = { $n ->
    [one] Удалено { $count } из { $number } контакта
    [few] Удалено { $count } из { $number } контактов
   *[other] Удалено { $count } из { $number } контактов
}
js-job-restored-all = { $n ->
    [one] Восстановлен { $count } контакт
    [few] Восстановлено { $count } контакта
   *[other] Восстановлено { $count } контактов
}
js-job-restored-some = { $n ->
    [one] Восстановлено { $count } из { $number } контакта
    [few] Восстановлено { $count } из { $number } контактов
   *[other] Восстановлено { $count } из { $number } контактов
}
js-job-restored = { $n ->
    [one] Восстановлен { $count }
    [few] Восстановлено { $count }
   *[other] Восстановлено { $count }
}
js-job-restoring = Восстанавливаются
js-job-source = восстановление контактов операции { $number }
js-job-paused-by-you = Приостановлено вами. { $time }
js-job-paused-by = Приостановлено пользователем { $name }. { $time }
js-job-retry = { $n ->
    [one] Повторить невыполненные: { $count }
    [few] Повторить невыполненные: { $count }
   *[other] Повторить невыполненные: { $count }
}
js-job-rest = { $n ->
    [one] Удалить остальные: { $count }…
    [few] Удалить остальные: { $count }…
   *[other] Удалить остальные: { $count }…
}
js-job-spared = { $n ->
    [one] Удалить { $count } оставленный контакт…
    [few] Удалить { $count } оставленных контакта…
   *[other] Удалить { $count } оставленных контактов…
}
js-job-stop = Остановить удаление
js-job-stop-restoring = Остановить восстановление
js-job-discard = Удалить черновик
js-stop-title = Остановить удаление?
js-stop-title-restore = Остановить восстановление?
js-stop-title-draft = Удалить этот черновик?
js-stop-none = Пока ничего не удалено.
js-stop-none-restored = Пока ничего не восстановлено.
js-stop-deleted = { $n ->
    [one] { $count } контакт уже удалён и останется удалённым. Остальные останутся в CRM.
    [few] { $count } контакта уже удалены и останутся удалёнными. Остальные останутся в CRM.
   *[other] { $count } контактов уже удалены и останутся удалёнными. Остальные останутся в CRM.
}
js-stop-restored = { $n ->
    [one] { $count } контакт уже восстановлен и останется в CRM.
    [few] { $count } контакта уже восстановлены и останутся в CRM.
   *[other] { $count } контактов уже восстановлены и останутся в CRM.
}
js-job-verifying-restore = Проверяем, что контакты на месте…
js-history-draft = Черновик
js-history-of-contact = Контакт { $number }
js-act-draft-closed = Черновик закрыт, ничего не удалено
js-act-finish-job-restore = Восстановление завершено
js-act-cancel-job-restore = Восстановление остановлено
js-action-connect = Подключение во вкладке браузера
js-action-move-portal = Изменение адреса портала
js-audit-connected = подключено
js-audit-moved = новый адрес сохранён
js-audit-internal = ошибка приложения
job-item-contact = Контакт
job-more = Другие действия
history-job = Номер операции
history-what = Объект
overview-title = Последние недели
overview-chart = Удалённые, восстановленные и оставленные контакты по неделям
overview-deleted = Удалено
overview-restored = Восстановлено
overview-kept = Оставлено
overview-failed = Не выполнено
overview-numbers = Показать числа
overview-by-week = По неделям (с понедельника, UTC)
overview-by-person = По сотрудникам
overview-week = Неделя с
record-names = Указать имена тех, кто удалил контакты и оформил акт
record-app = Создано в
notice-done = Contact Eraser: операция { $number } завершена. Удалено: { $count } из { $to }
notice-restore-done = Contact Eraser: операция { $number } завершена. Восстановлено: { $count } из { $to }
notice-ended = Contact Eraser: операция { $number } завершилась досрочно. Удалено: { $count } из { $to }
notice-restore-ended = Contact Eraser: операция { $number } завершилась досрочно. Восстановлено: { $count } из { $to }
notice-paused = Contact Eraser: операция { $number } ждёт вас. Удалено на данный момент: { $count } из { $to }
notice-restore-paused = Contact Eraser: операция { $number } ждёт вас. Восстановлено на данный момент: { $count } из { $to }
notice-review = Contact Eraser: представление по расписанию подготовило для вас черновик. Контактов: { $to }. Ничего не будет удалено, пока вы не проверите и не подтвердите его.
job-print = Версия для печати (HTML)
report-title = Отчёт: удаление, операция { $number }
report-title-restore = Отчёт: восстановление, операция { $number }
js-item-open-deal = Открыть сделку
notice-open = Открыть операцию
