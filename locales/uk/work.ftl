# Texts of the jobs, of the history and of the messages that tell about jobs.
js-today = Сьогодні, { $time }
js-jobs-choose = Вибрати контакти
js-jobs-badge = { $n ->
    [one] операція виконується або чекає на вас
    [few] операції виконуються або чекають на вас
   *[other] операцій виконуються або чекають на вас
}
js-job-deleted-all = { $n ->
    [one] Видалено { $count } контакт
    [few] Видалено { $count } контакти
   *[other] Видалено { $count } контактів
}
js-job-deleted-some = { $n ->
    [one] Видалено { $count } із { $number } контакту
    [few] Видалено { $count } із { $number } контактів
   *[other] Видалено { $count } із { $number } контактів
}
js-job-restored-all = { $n ->
    [one] Відновлено { $count } контакт
    [few] Відновлено { $count } контакти
   *[other] Відновлено { $count } контактів
}
js-job-restored-some = { $n ->
    [one] Відновлено { $count } із { $number } контакту
    [few] Відновлено { $count } із { $number } контактів
   *[other] Відновлено { $count } із { $number } контактів
}
js-job-restored = { $n ->
    [one] Відновлено { $count }
    [few] Відновлено { $count }
   *[other] Відновлено { $count }
}
js-job-restoring = Відновлюються
js-job-source = відновлення контактів операції { $number }
js-job-paused-by-you = Призупинено вами. { $time }
js-job-paused-by = Призупинено користувачем { $name }. { $time }
js-job-retry = { $n ->
    [one] Повторити невиконані: { $count }
    [few] Повторити невиконані: { $count }
   *[other] Повторити невиконані: { $count }
}
js-job-rest = { $n ->
    [one] Видалити решту: { $count }…
    [few] Видалити решту: { $count }…
   *[other] Видалити решту: { $count }…
}
js-job-spared = { $n ->
    [one] Видалити { $count } залишений контакт…
    [few] Видалити { $count } залишені контакти…
   *[other] Видалити { $count } залишених контактів…
}
js-job-stop = Зупинити видалення
js-job-stop-restoring = Зупинити відновлення
js-job-discard = Видалити чернетку
js-stop-title = Зупинити видалення?
js-stop-title-restore = Зупинити відновлення?
js-stop-title-draft = Видалити цю чернетку?
js-stop-none = Поки нічого не видалено.
js-stop-none-restored = Поки нічого не відновлено.
js-stop-deleted = { $n ->
    [one] { $count } контакт уже видалено, він залишиться видаленим. Решта залишиться в CRM.
    [few] { $count } контакти вже видалено, вони залишаться видаленими. Решта залишиться в CRM.
   *[other] { $count } контактів уже видалено, вони залишаться видаленими. Решта залишиться в CRM.
}
js-stop-restored = { $n ->
    [one] { $count } контакт уже відновлено, він залишиться в CRM.
    [few] { $count } контакти вже відновлено, вони залишаться в CRM.
   *[other] { $count } контактів уже відновлено, вони залишаться в CRM.
}
js-job-verifying-restore = Перевіряємо, що контакти на місці…
js-history-draft = Чернетка
js-history-of-contact = Контакт { $number }
js-act-draft-closed = Чернетку закрито, нічого не видалено
js-act-finish-job-restore = Відновлення завершено
js-act-cancel-job-restore = Відновлення зупинено
js-action-connect = Підключення у вкладці браузера
js-action-move-portal = Зміна адреси порталу
js-audit-connected = підключено
js-audit-moved = нову адресу збережено
js-audit-internal = помилка застосунку
job-item-contact = Контакт
job-more = Інші дії
history-job = Номер операції
history-what = Об’єкт
overview-title = Останні тижні
overview-chart = Видалені, відновлені та залишені контакти за тижнями
overview-deleted = Видалено
overview-restored = Відновлено
overview-kept = Залишено
overview-failed = Не виконано
overview-numbers = Показати числа
overview-by-week = За тижнями (з понеділка, UTC)
overview-by-person = За співробітниками
overview-week = Тиждень з
record-names = Зазначити імена тих, хто видалив контакти й оформив акт
record-app = Створено в
notice-done = Contact Eraser: операцію { $number } завершено. Видалено: { $count } із { $to }
notice-restore-done = Contact Eraser: операцію { $number } завершено. Відновлено: { $count } із { $to }
notice-ended = Contact Eraser: операція { $number } завершилася достроково. Видалено: { $count } із { $to }
notice-restore-ended = Contact Eraser: операція { $number } завершилася достроково. Відновлено: { $count } із { $to }
notice-paused = Contact Eraser: операція { $number } чекає на вас. Видалено наразі: { $count } із { $to }
notice-restore-paused = Contact Eraser: операція { $number } чекає на вас. Відновлено наразі: { $count } із { $to }
notice-review = Contact Eraser: подання за розкладом підготувало для вас чернетку. Контактів: { $to }. Нічого не буде видалено, доки ви її не перевірите й не підтвердите.
job-print = Версія для друку (HTML)
report-title = Звіт: видалення, операція { $number }
report-title-restore = Звіт: відновлення, операція { $number }
js-item-open-deal = Відкрити угоду
notice-open = Відкрити операцію
