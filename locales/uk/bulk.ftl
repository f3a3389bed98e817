# Texts of the list's conditions, of choosing many, of the dialogs about many, and of the jobs.
# A text with forms goes by $n, which is never printed: the number stands in it as $count.
app-tab-jobs = Операції
select-page = Вибрати всі на цій сторінці
contact-choose = Вибір
bar-label = Вибрані контакти
bar-clear = Зняти вибір
bar-delete = Видалити…
filter-reset = Скинути
ids-open = Список ID
ids-lead = Вставте ID контактів або виберіть файл: текст, CSV, Excel (.xlsx, .xls), OpenDocument чи файл експорту з порталу. У таблиці ID мають бути в стовпці «ID». Поки нічого не видаляється.
ids-label = ID контактів
ids-file = Вибрати файл…
ids-change = Вибрати інший стовпець
ids-columns = Стовпець з ID контактів
ids-faults-file = Завантажити ці рядки
bulk-lead = Їх буде видалено з CRM з вашими правами. Серед усіх знайдених:
bulk-open-deals = З відкритими угодами
bulk-open-deals-note = Робота над цими угодами ще триває.
bulk-deals = З угодами
bulk-companies = З компанією
bulk-activities = Зі справами
bulk-deals-note = Угоди залишаться, але без цих клієнтів.
bulk-companies-note = Компанії залишаться, але без цих контактів.
bulk-activities-note = Справи, пов’язані лише з ними, теж буде видалено.
bulk-inexact = Ці числа можуть бути неповними.
bulk-include = Видалити також контакти з відкритими угодами
bulk-bin = Якщо на порталі ввімкнено кошик, вони будуть у ньому ще 30 днів.
restore-lead = Контакти буде заново створено в CRM з вашими правами із зашифрованих копій.
restore-comes = Що повернеться
restore-comes-fields = Поля контактів
restore-comes-phones = Телефони та e-mail
restore-comes-links = Зв’язки з компаніями
restore-lost = Що зміниться або не повернеться
restore-lost-ids = ID: кожен контакт отримає новий
restore-lost-deals = Зв’язки з угодами
restore-lost-activities = Справи, коментарі та історія
restore-lost-files = Файли та зображення
restore-bin = Якщо кошик увімкнено, відновіть контакти з нього: тоді повернуться і справи, й історія.
job-pause = Призупинити
job-resume = Продовжити
job-report = Завантажити звіт (CSV)
job-report-xlsx = Завантажити звіт (XLSX)
job-snapshot = Завантажити видалені контакти (CSV)
job-restore = Відновити…
job-items-filter = Показати
job-items-all = Усі контакти
job-items-more = Показати ще
job-item-id = ID контакту
job-item-outcome = Результат
job-item-why = Причина
job-item-says = Портал повідомляє:

# What the script prints about the list and the choosing.
js-confirm-title = Видалити цей контакт?
js-confirm-delete = Видалити
js-select-name = Вибрати: { $name }
js-select-all = Вибрати всі ({ $count })
js-select-all-open = Вибрати всі знайдені контакти
js-selected = { $n ->
    [one] Вибрано { $count } контакт
    [few] Вибрано { $count } контакти
   *[other] Вибрано { $count } контактів
}
js-selected-all = { $n ->
    [one] Вибрано { $count } знайдений контакт
    [few] Вибрано всі { $count } знайдені контакти
   *[other] Вибрано всі { $count } знайдених контактів
}
js-selected-part = { $n ->
    [one] Вибрано { $count } контакт із { $number }
    [few] Вибрано { $count } контакти з { $number }
   *[other] Вибрано { $count } контактів із { $number }
}
js-selected-all-but = Вибрано всі знайдені контакти, крім { $count }
js-selected-all-open = Вибрано всі знайдені контакти
js-nothing-filter = Серед доступних вам контактів жоден не відповідає цим умовам.
js-nothing-clear-all = Скинути пошук і фільтр

# What the script prints in the dialogs about many.
js-bulk-title = { $n ->
    [one] Видалити { $count } контакт?
    [few] Видалити { $count } контакти?
   *[other] Видалити { $count } контактів?
}
js-bulk-title-none = Немає що видаляти
js-bulk-title-open = Видалити всі знайдені контакти?
js-bulk-looking = Перевіряємо пов’язані угоди, компанії та справи…
js-bulk-counting = Поки підраховано: { $count } з { $number }. Остаточні числа будуть не менші за ці.
js-bulk-collecting = { $n ->
    [one] Збираємо: поки що { $count } контакт…
    [few] Збираємо: поки що { $count } контакти…
   *[other] Збираємо: поки що { $count } контактів…
}
js-bulk-failed = Не вдалося зібрати контакти
js-bulk-kept = { $n ->
    [one] { $count } контакт з відкритими угодами залишиться.
    [few] { $count } контакти з відкритими угодами залишаться.
   *[other] { $count } контактів з відкритими угодами залишаться.
}
js-bulk-other-total = У списку було: { $number }. Зараз знайдено: { $count }. Підтвердження стосується знайдених зараз.
js-bulk-missing = { $n ->
    [one] { $count } ID не знайдено, або він вам недоступний. Його буде пропущено.
    [few] { $count } ID не знайдено, або вони вам недоступні. Їх буде пропущено.
   *[other] { $count } ID не знайдено, або вони вам недоступні. Їх буде пропущено.
}
js-bulk-unknown = { $n ->
    [one] У вас немає доступу до угод { $count } контакту.
    [few] У вас немає доступу до угод { $count } контактів.
   *[other] У вас немає доступу до угод { $count } контактів.
}
js-bulk-snapshot = { $n ->
    [one] Contact Eraser зберігає зашифровану копію { $count } день, щоб контакти можна було відновити.
    [few] Contact Eraser зберігає зашифровану копію { $count } дні, щоб контакти можна було відновити.
   *[other] Contact Eraser зберігає зашифровану копію { $count } днів, щоб контакти можна було відновити.
}
js-bulk-type = Щоб підтвердити, введіть { $count }
js-bulk-names = Попередній перегляд
js-bulk-first = { $n ->
    [one] Попередній перегляд: показано { $count } із { $number } знайдених
    [few] Попередній перегляд: перші { $count } із { $number } знайдених
   *[other] Попередній перегляд: перші { $count } із { $number } знайдених
}
js-ids-title = Видалення за списком ID
js-ids-next = Продовжити
js-ids-found = { $n ->
    [one] Розпізнано { $count } ID контакту.
    [few] Розпізнано { $count } ID контактів.
   *[other] Розпізнано { $count } ID контактів.
}
js-ids-repeated = { $n ->
    [one] { $count } повтор пропущено.
    [few] { $count } повтори пропущено.
   *[other] { $count } повторів пропущено.
}
js-ids-malformed = { $n ->
    [one] У { $count } рядку немає ID контакту:
    [few] У { $count } рядках немає ID контакту:
   *[other] У { $count } рядках немає ID контакту:
}
js-ids-leave-out = { $n ->
    [one] Пропустити { $count } рядок
    [few] Пропустити ці { $count } рядки
   *[other] Пропустити ці { $count } рядків
}
js-ids-row = Рядок { $number }:
js-ids-first = Показано перші { $count }.
js-ids-column = Стовпець { $number }
js-ids-from-column = Їх узято зі стовпця «{ $name }».
js-ids-reading = Читаємо список…
js-ids-which = У якому стовпці вказано ID контактів? Виберіть його.
js-ids-none = Жодного ID не взято: у більшості рядків їх немає. Перевірте список.
js-ids-too-many = { $n ->
    [one] За один раз можна видалити щонайбільше { $count } контакт. Розділіть список.
    [few] За один раз можна видалити щонайбільше { $count } контакти. Розділіть список.
   *[other] За один раз можна видалити щонайбільше { $count } контактів. Розділіть список.
}
js-ids-file-large = Файл завеликий: застосунок читає не більше 60 МБ.
js-ids-unreadable = Файл не вдається прочитати.
js-restore-title = { $n ->
    [one] Відновити { $count } контакт?
    [few] Відновити { $count } контакти?
   *[other] Відновити { $count } контактів?
}
js-restore = Відновити

# What the script prints about the jobs.
js-jobs-empty-title = Операцій поки немає
js-jobs-empty-text = Тут з’являються масові видалення й відновлення: хід виконання та результат для кожного контакту.
js-job-title = { $n ->
    [one] Видалення { $count } контакту
    [few] Видалення { $count } контактів
   *[other] Видалення { $count } контактів
}
js-job-title-restore = { $n ->
    [one] Відновлення { $count } контакту
    [few] Відновлення { $count } контактів
   *[other] Відновлення { $count } контактів
}
js-job-title-open = Видалення всіх знайдених контактів
js-job-number = № { $number }
js-job-progress = { $count } із { $number }
js-job-rate = { $number } за секунду
js-job-rate-slow = { $time } на контакт
js-job-eta = ще приблизно { $time }
js-job-queued = Чекає своєї черги
js-job-verifying = Перевіряємо, що контактів більше немає…
js-job-resumes = Продовження: { $time }
js-job-verified = { $n ->
    [one] Перевірено: { $count } контакту на порталі більше немає.
    [few] Перевірено: { $count } контактів на порталі більше немає.
   *[other] Перевірено: { $count } контактів на порталі більше немає.
}
js-job-kept-until = Можна відновити до { $time }
js-job-items = Показати контакти
js-job-items-hide = Приховати контакти
js-job-items-loading = Завантажуємо…
js-job-items-none = Контактів із таким результатом немає.
js-state-collecting = Збираємо
js-state-draft = Чекає на перевірку
js-state-queued = У черзі
js-state-running = Видаляємо
js-state-restoring = Відновлюємо
js-state-paused = Призупинено
js-state-waiting = Чекаємо на портал
js-state-verifying = Перевіряємо
js-state-done = Готово
js-state-cancelled = Скасовано
js-state-failed = Не виконано
js-outcome-deleted = видалено
js-outcome-restored = відновлено
js-outcome-gone = уже не існувало
js-outcome-protected = залишено
js-outcome-denied = відмовлено в доступі
js-outcome-failed = не виконано
js-outcome-cancelled = скасовано
js-outcome-pending = в очікуванні
js-reason-operation-limit = Вичерпано ліміт часу порталу для цього методу.
js-reason-answer-lost = Відповідь порталу втрачено, і портал, можливо, ще виконує виклик. Операція продовжиться, щойно це буде виключено.
js-reason-portal-busy = Портал зараз не приймає нових запитів.
js-reason-portal-unavailable = Портал недоступний. Пробуємо знову.
js-reason-not-the-api = Відповідь надійшла не від API порталу. Пробуємо знову.
js-reason-answer-too-long = Відповідь порталу задовга. Пробуємо знову.
js-reason-portal-unauthorized = Портал завершив вашу авторизацію. Знову відкрийте застосунок на порталі й продовжте операцію.
js-reason-payment-required = Підписка порталу закінчилася. Поновіть її та продовжте операцію.
js-reason-plan-restricted = Тариф порталу не дозволяє застосункам працювати з контактами.
js-reason-scope-missing = Застосунку бракує дозволу на порталі. Попросіть адміністратора встановити його знову.
js-reason-app-access-denied = У вас немає доступу до цього застосунку. Зверніться до адміністратора.
js-reason-access-denied = У вас немає доступу до контактів. Зверніться до адміністратора.
js-reason-not-permitted = Налаштування застосунку не дозволяють вам видаляти контакти. Зверніться до адміністратора.
js-reason-day-limit = Ви вичерпали свій ліміт на 24 години. Продовжте пізніше або зверніться до адміністратора.
js-reason-portal-deleted = Порталу більше не існує.
js-reason-many-denied = Портал відмовив багато разів поспіль: у вас немає прав видаляти ці контакти. Продовжуйте, лише якщо це змінилося.
js-reason-not-deleting = Портал підтверджує видалення, але контакти на місці. Більше нічого не надсилається.
js-reason-by-user = Призупинено.
js-reason-cancelling = Зупиняємо. Чекаємо відповіді на вже надіслані запити.
js-reason-too-many = Контактів більше, ніж дозволяє одна операція. Звузьте умови.
js-reason-total-changed = Кількість знайдених контактів змінилася. Перевірте список ще раз.
js-reason-filter-ignored = Портал повернув контакти, які не відповідають вашим умовам, тому нічого не видалено. Причиною може бути розширення або стара версія порталу. Зверніться до адміністратора порталу.
js-reason-draft-expired = Чернетку не підтвердили вчасно. Нічого не видалено.
js-reason-draft-replaced = Замінено новішими чернетками. Нічого не видалено.
js-reason-left-alone = Операція надто довго стояла на паузі, і її завершено. Більше нічого не надсилається.
js-reason-portal-silent = Портал 24 години не відповідав належним чином. Продовжте операцію, коли він знову запрацює. Уже зроблене збережеться.
js-reason-nothing-to-do = Відповідних контактів немає.
js-reason-internal = Помилка в застосунку. Підтримка знайде її за номером операції.
js-code-open-deals = Є відкрита угода.
js-code-deals-unknown = Не вдалося перевірити відкриті угоди.
js-code-no-snapshot = Не вдалося зберегти копію, тому контакт не видалено.
js-code-refused = Портал відмовив.
js-code-still-there = Портал повідомив про видалення, але контакт на місці.
js-code-no-clear-answer = Портал не дав чіткої відповіді.
js-code-not-deleted = Не видалено: на місці під попереднім ID.
js-code-snapshot-gone = Копії більше немає.
js-code-create-denied = У вас немає прав створювати контакти.
js-code-job-failed = Операція завершилася достроково.
job-record = Акт про видалення даних…
record-lead = Документ для вашого архіву: хто, коли і які контакти видалив, чи справді їх немає і що залишилося. Контакти зазначено лише за ID.
record-reference-label = Номер запиту
record-reference-note = Ваш власний номер, наприклад GDPR-2026/17. Без персональних даних.
record-format = Файл
record-format-html = Сторінка для друку (HTML)
record-format-json = Дані (JSON)
record-destroy = Знищити копії зараз. Після цього нічого не можна буде відновити.
js-record-title = Оформити акт про видалення даних
js-record-action = Зберегти акт
js-record-saved = Акт збережено
js-record-saved-text = Він у ваших завантаженнях.
js-job-request = запит { $name }
js-reason-not-administrator = Той, хто останнім зберіг подання, більше не адміністратор. Збережіть подання самі, щоб перейняти його.
job-review = Перевірити й підтвердити…
js-job-prepared = Підготовлено поданням за розкладом. Нічого не буде видалено, доки ви не перевірите й не підтвердите. Строк спливає: { $time }
