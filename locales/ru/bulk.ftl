# Texts of the list's conditions, of choosing many, of the dialogs about many, and of the jobs.
# A text with forms goes by $n, which is never printed: the number stands in it as $count.
app-tab-jobs = Операции
select-page = Выбрать все на этой странице
contact-choose = Выбор
bar-label = Выбранные контакты
bar-clear = Снять выбор
bar-delete = Удалить…
filter-reset = Сбросить
ids-open = Список ID
ids-lead = Вставьте ID контактов или выберите файл: текст, CSV, Excel (.xlsx, .xls), OpenDocument или файл экспорта с портала. В таблице ID должны быть в столбце «ID». Пока ничего не удаляется.
ids-label = ID контактов
ids-file = Выбрать файл…
ids-change = Выбрать другой столбец
ids-columns = Столбец с ID контактов
ids-faults-file = Скачать эти строки
bulk-lead = Они будут удалены из CRM с вашими правами. Среди всех найденных:
bulk-open-deals = С открытыми сделками
bulk-open-deals-note = Работа по этим сделкам ещё идёт.
bulk-deals = Со сделками
bulk-companies = С компанией
bulk-activities = С делами
bulk-deals-note = Сделки останутся, но без этих клиентов.
bulk-companies-note = Компании останутся, но без этих контактов.
bulk-activities-note = Дела, связанные только с ними, тоже будут удалены.
bulk-inexact = Эти числа могут быть неполными.
bulk-include = Удалить также контакты с открытыми сделками
bulk-bin = Если на портале включена корзина, они будут в ней ещё 30 дней.
restore-lead = Контакты будут заново созданы в CRM с вашими правами из зашифрованных копий.
restore-comes = Что вернётся
restore-comes-fields = Поля контактов
restore-comes-phones = Телефоны и e-mail
restore-comes-links = Связи с компаниями
restore-lost = Что изменится или не вернётся
restore-lost-ids = ID: каждый контакт получит новый
restore-lost-deals = Связи со сделками
restore-lost-activities = Дела, комментарии и история
restore-lost-files = Файлы и фотографии
restore-bin = Если корзина включена, восстановите контакты из неё: тогда вернутся и дела, и история.
job-pause = Приостановить
job-resume = Продолжить
job-report = Скачать отчёт (CSV)
job-report-xlsx = Скачать отчёт (XLSX)
job-snapshot = Скачать удалённые контакты (CSV)
job-restore = Восстановить…
job-items-filter = Показать
job-items-all = Все контакты
job-items-more = Показать ещё
job-item-id = ID контакта
job-item-outcome = Результат
job-item-why = Причина
job-item-says = Портал сообщает:

# What the script prints about the list and the choosing.
js-confirm-title = Удалить этот контакт?
js-confirm-delete = Удалить
js-select-name = Выбрать: { $name }
js-select-all = Выбрать все ({ $count })
js-select-all-open = Выбрать все найденные контакты
js-selected = { $n ->
    [one] Выбран { $count } контакт
    [few] Выбрано { $count } контакта
   *[other] Выбрано { $count } контактов
}
js-selected-all = { $n ->
    [one] Выбран { $count } найденный контакт
    [few] Выбраны все { $count } найденных контакта
   *[other] Выбраны все { $count } найденных контактов
}
js-selected-part = { $n ->
    [one] Выбран { $count } контакт из { $number }
    [few] Выбрано { $count } контакта из { $number }
   *[other] Выбрано { $count } контактов из { $number }
}
js-selected-all-but = Выбраны все найденные контакты, кроме { $count }
js-selected-all-open = Выбраны все найденные контакты
js-nothing-filter = Среди доступных вам контактов ни один не подходит под эти условия.
js-nothing-clear-all = Сбросить поиск и фильтр

# What the script prints in the dialogs about many.
js-bulk-title = { $n ->
    [one] Удалить { $count } контакт?
    [few] Удалить { $count } контакта?
   *[other] Удалить { $count } контактов?
}
js-bulk-title-none = Нечего удалять
js-bulk-title-open = Удалить все найденные контакты?
js-bulk-looking = Проверяем связанные сделки, компании и дела…
js-bulk-counting = Пока подсчитано: { $count } из { $number }. Итоговые числа будут не меньше этих.
js-bulk-collecting = { $n ->
    [one] Собираем: пока { $count } контакт…
    [few] Собираем: пока { $count } контакта…
   *[other] Собираем: пока { $count } контактов…
}
js-bulk-failed = Не удалось собрать контакты
js-bulk-kept = { $n ->
    [one] { $count } контакт с открытыми сделками останется.
    [few] { $count } контакта с открытыми сделками останутся.
   *[other] { $count } контактов с открытыми сделками останутся.
}
js-bulk-other-total = В списке было: { $number }. Сейчас найдено: { $count }. Подтверждение относится к найденным сейчас.
js-bulk-missing = { $n ->
    [one] { $count } ID не найден или вам недоступен. Он будет пропущен.
    [few] { $count } ID не найдены или вам недоступны. Они будут пропущены.
   *[other] { $count } ID не найдены или вам недоступны. Они будут пропущены.
}
js-bulk-unknown = { $n ->
    [one] У вас нет доступа к сделкам { $count } контакта.
    [few] У вас нет доступа к сделкам { $count } контактов.
   *[other] У вас нет доступа к сделкам { $count } контактов.
}
js-bulk-snapshot = { $n ->
    [one] Contact Eraser хранит зашифрованную копию { $count } день, чтобы контакты можно было восстановить.
    [few] Contact Eraser хранит зашифрованную копию { $count } дня, чтобы контакты можно было восстановить.
   *[other] Contact Eraser хранит зашифрованную копию { $count } дней, чтобы контакты можно было восстановить.
}
js-bulk-type = Чтобы подтвердить, введите { $count }
js-bulk-names = Предпросмотр
js-bulk-first = { $n ->
    [one] Предпросмотр: показан { $count } из { $number } найденных
    [few] Предпросмотр: первые { $count } из { $number } найденных
   *[other] Предпросмотр: первые { $count } из { $number } найденных
}
js-ids-title = Удаление по списку ID
js-ids-next = Продолжить
js-ids-found = { $n ->
    [one] Распознан { $count } ID контакта.
    [few] Распознано { $count } ID контактов.
   *[other] Распознано { $count } ID контактов.
}
js-ids-repeated = { $n ->
    [one] { $count } повтор пропущен.
    [few] { $count } повтора пропущены.
   *[other] { $count } повторов пропущено.
}
js-ids-malformed = { $n ->
    [one] В { $count } строке нет ID контакта:
    [few] В { $count } строках нет ID контакта:
   *[other] В { $count } строках нет ID контакта:
}
js-ids-leave-out = { $n ->
    [one] Пропустить { $count } строку
    [few] Пропустить эти { $count } строки
   *[other] Пропустить эти { $count } строк
}
js-ids-row = Строка { $number }:
js-ids-first = Показаны первые { $count }.
js-ids-column = Столбец { $number }
js-ids-from-column = Они взяты из столбца «{ $name }».
js-ids-reading = Читаем список…
js-ids-which = В каком столбце указаны ID контактов? Выберите его.
js-ids-none = Ни один ID не взят: в большинстве строк их нет. Проверьте список.
js-ids-too-many = { $n ->
    [one] За один раз можно удалить не больше { $count } контакта. Разделите список.
    [few] За один раз можно удалить не больше { $count } контактов. Разделите список.
   *[other] За один раз можно удалить не больше { $count } контактов. Разделите список.
}
js-ids-file-large = Файл слишком большой: приложение читает не больше 60 МБ.
js-ids-unreadable = Файл не удаётся прочитать.
js-restore-title = { $n ->
    [one] Восстановить { $count } контакт?
    [few] Восстановить { $count } контакта?
   *[other] Восстановить { $count } контактов?
}
js-restore = Восстановить

# What the script prints about the jobs.
js-jobs-empty-title = Операций пока нет
js-jobs-empty-text = Здесь появляются массовые удаления и восстановления: ход выполнения и результат по каждому контакту.
js-job-title = { $n ->
    [one] Удаление { $count } контакта
    [few] Удаление { $count } контактов
   *[other] Удаление { $count } контактов
}
js-job-title-restore = { $n ->
    [one] Восстановление { $count } контакта
    [few] Восстановление { $count } контактов
   *[other] Восстановление { $count } контактов
}
js-job-title-open = Удаление всех найденных контактов
js-job-number = № { $number }
js-job-progress = { $count } из { $number }
js-job-rate = { $number } в секунду
js-job-rate-slow = { $time } на контакт
js-job-eta = ещё примерно { $time }
js-job-queued = Ждёт своей очереди
js-job-verifying = Проверяем, что контактов больше нет…
js-job-resumes = Продолжение: { $time }
js-job-verified = { $n ->
    [one] Проверено: { $count } контакта на портале больше нет.
    [few] Проверено: { $count } контактов на портале больше нет.
   *[other] Проверено: { $count } контактов на портале больше нет.
}
js-job-kept-until = Можно восстановить до { $time }
js-job-items = Показать контакты
js-job-items-hide = Скрыть контакты
js-job-items-loading = Загружаем…
js-job-items-none = Контактов с таким результатом нет.
js-state-collecting = Собираем
js-state-draft = Ждёт проверки
js-state-queued = В очереди
js-state-running = Удаляем
js-state-restoring = Восстанавливаем
js-state-paused = Приостановлено
js-state-waiting = Ждём портал
js-state-verifying = Проверяем
js-state-done = Готово
js-state-cancelled = Отменено
js-state-failed = Не выполнено
js-outcome-deleted = удалено
js-outcome-restored = восстановлено
js-outcome-gone = уже отсутствовало
js-outcome-protected = оставлено
js-outcome-denied = отказано в доступе
js-outcome-failed = не выполнено
js-outcome-cancelled = отменено
js-outcome-pending = в ожидании
js-reason-operation-limit = Исчерпан лимит времени портала для этого метода.
js-reason-answer-lost = Ответ портала потерян, и портал, возможно, ещё выполняет вызов. Операция продолжится, как только это будет исключено.
js-reason-portal-busy = Портал сейчас не принимает новые запросы.
js-reason-portal-unavailable = Портал недоступен. Пробуем снова.
js-reason-not-the-api = Ответ пришёл не от API портала. Пробуем снова.
js-reason-answer-too-long = Ответ портала слишком длинный. Пробуем снова.
js-reason-portal-unauthorized = Портал завершил вашу авторизацию. Снова откройте приложение на портале и продолжите операцию.
js-reason-payment-required = Подписка портала закончилась. Продлите её и продолжите операцию.
js-reason-plan-restricted = Тариф портала не позволяет приложениям работать с контактами.
js-reason-scope-missing = Приложению не хватает разрешения на портале. Попросите администратора установить его заново.
js-reason-app-access-denied = У вас нет доступа к этому приложению. Обратитесь к администратору.
js-reason-access-denied = У вас нет доступа к контактам. Обратитесь к администратору.
js-reason-not-permitted = Настройки приложения не разрешают вам удалять контакты. Обратитесь к администратору.
js-reason-day-limit = Вы исчерпали свой лимит на 24 часа. Продолжите позже или обратитесь к администратору.
js-reason-portal-deleted = Портала больше не существует.
js-reason-many-denied = Портал отказал много раз подряд: у вас нет прав удалять эти контакты. Продолжайте, только если это изменилось.
js-reason-not-deleting = Портал подтверждает удаление, но контакты на месте. Больше ничего не отправляется.
js-reason-by-user = Приостановлено.
js-reason-cancelling = Останавливаем. Ждём ответа на уже отправленные запросы.
js-reason-too-many = Контактов больше, чем допускает одна операция. Сузьте условия.
js-reason-total-changed = Число найденных контактов изменилось. Проверьте список ещё раз.
js-reason-filter-ignored = Портал вернул контакты, которые не подходят под ваши условия, поэтому ничего не удалено. Причиной может быть расширение или старая версия портала. Обратитесь к администратору портала.
js-reason-draft-expired = Черновик не подтвердили вовремя. Ничего не удалено.
js-reason-draft-replaced = Заменён более новыми черновиками. Ничего не удалено.
js-reason-left-alone = Операция слишком долго стояла на паузе и была завершена. Больше ничего не отправляется.
js-reason-portal-silent = Портал 24 часа не отвечал как положено. Продолжите операцию, когда он снова заработает. Уже сделанное сохранится.
js-reason-nothing-to-do = Подходящих контактов нет.
js-reason-internal = Ошибка в приложении. Поддержка найдёт её по номеру операции.
js-code-open-deals = Есть открытая сделка.
js-code-deals-unknown = Не удалось проверить открытые сделки.
js-code-no-snapshot = Не удалось сохранить копию, поэтому контакт не удалён.
js-code-refused = Портал отказал.
js-code-still-there = Портал сообщил об удалении, но контакт на месте.
js-code-no-clear-answer = Портал не дал ясного ответа.
js-code-not-deleted = Не удалён: на месте под прежним ID.
js-code-snapshot-gone = Копии больше нет.
js-code-create-denied = У вас нет прав создавать контакты.
js-code-job-failed = Операция завершилась досрочно.
job-record = Акт об удалении данных…
record-lead = Документ для вашего архива: кто, когда и какие контакты удалил, действительно ли их нет и что осталось. Контакты указаны только по ID.
record-reference-label = Номер запроса
record-reference-note = Ваш собственный номер, например GDPR-2026/17. Без персональных данных.
record-format = Файл
record-format-html = Страница для печати (HTML)
record-format-json = Данные (JSON)
record-destroy = Уничтожить копии сейчас. После этого ничего нельзя будет восстановить.
js-record-title = Оформить акт об удалении данных
js-record-action = Сохранить акт
js-record-saved = Акт сохранён
js-record-saved-text = Он в ваших загрузках.
js-job-request = запрос { $name }
js-reason-not-administrator = Тот, кто последним сохранил представление, больше не администратор. Сохраните представление сами, чтобы взять его на себя.
job-review = Проверить и подтвердить…
js-job-prepared = Подготовлено представлением по расписанию. Ничего не будет удалено, пока вы не проверите и не подтвердите. Истекает: { $time }
