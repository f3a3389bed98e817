# Texts of the single deletion, of the dialogs about what is certain and what is not, and of the third widget.
js-one-copy = { $n ->
    [one] Contact Eraser зберігає зашифровану копію { $count } день: його можна відновити.
    [few] Contact Eraser зберігає зашифровану копію { $count } дні: його можна відновити.
   *[other] Contact Eraser зберігає зашифровану копію { $count } днів: його можна відновити.
}
widget-app-title = Видалити багато контактів
settings-widget-toolbar = Над списком контактів
install-step-widget-toolbar = Пункт над списком контактів
no-copy = Не зберігати копію (для запитів на видалення персональних даних)
no-copy-note = Копії не залишиться. Якщо кошик вимкнено, скасувати це не можна.
one-protected = За налаштуваннями порталу контакти з відкритими угодами не видаляються. Спочатку закрийте угоду або зверніться до адміністратора.
restore-lost-dates = «Дата створення» і «Ким створено»: сьогоднішній день і ви
placement-question = Видалити цей контакт?
placement-close = Закрити панель
js-one-open = { $n ->
    [one] { $count } відкрита угода. Робота за нею ще триває.
    [few] { $count } відкриті угоди. Робота за ними ще триває.
   *[other] { $count } відкритих угод. Робота за ними ще триває.
}
js-one-open-unknown = У вас немає доступу до угод цього контакту. Якась із них може бути відкритою.
js-delete-anyway = Усе одно видалити
js-delete-for-good = Видалити назавжди
js-undo = Скасувати видалення
js-undone-title = Контакт відновлено: { $name }
js-undone-text = Він має новий ID, дата створення — сьогодні, створили його ви. Справи та файли не повернулися.
js-undone-open = Відкрити контакт
js-undo-slow-title = Відновлюємо контакт: { $name }
js-undo-slow-text = Це триває довше, ніж зазвичай. Результат буде на вкладці «Операції».
js-undo-failed-title = Не вдалося відновити контакт: { $name }
js-undo-failed-text = Зашифрована копія збереглася. Спробуйте ще раз на вкладці «Операції».
js-deleted-kept-open = Його можна відновити, доки зберігається його копія.
js-deleted-kept = { $n ->
    [one] Його можна відновити протягом { $count } дня.
    [few] Його можна відновити протягом { $count } днів.
   *[other] Його можна відновити протягом { $count } днів.
}
js-bulk-title-most = { $n ->
    [one] Видалити до { $count } контакту?
    [few] Видалити до { $count } контактів?
   *[other] Видалити до { $count } контактів?
}
js-bulk-delete = { $n ->
    [one] Видалити { $count } контакт
    [few] Видалити { $count } контакти
   *[other] Видалити { $count } контактів
}
js-bulk-for-good = { $n ->
    [one] Видалити { $count } контакт назавжди
    [few] Видалити { $count } контакти назавжди
   *[other] Видалити { $count } контактів назавжди
}
js-kept-open = залишиться: відкрита угода
js-kept-unknown = залишиться: немає доступу до угод
js-cancel-yourself = Нічого не змінено. Панель можна закрити.
