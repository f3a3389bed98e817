# Texts that the templates print.
product-name = Contact Eraser
widget-title = Видалити контакт
retry = Спробувати ще раз
reload = Оновити сторінку
request-id = ID запиту:
notice-close = Закрити повідомлення

app-acting-as = Від імені:
app-tabs = Розділи застосунку
app-tab-contacts = Контакти
app-search = Ім’я, телефон чи e-mail
app-search-hint = Список змінюється під час введення.
app-paging = Сторінки списку
app-previous = Назад
app-next = Вперед

contact-name = Ім’я
contact-phone = Телефон
contact-email = E-mail
contact-company = Компанія
contact-responsible = Відповідальний
contact-created = Створено
contact-actions = Дії
contact-delete = Видалити

confirm-lead = Його буде видалено з CRM з вашими правами. З ним пов’язано:
confirm-deals = Угоди
confirm-deals-note = Залишаться, але без цього клієнта.
confirm-companies = Компанії
confirm-companies-note = Залишаться, але без цього контакту.
confirm-activities = Справи
confirm-activities-note = Справи, пов’язані лише з ним, теж буде видалено.
confirm-bin = Якщо на порталі ввімкнено кошик, він буде в ньому ще 30 днів.
confirm-delete = Видалити
confirm-cancel = Скасувати

placement-delete = Видалити контакт

install-title = Встановлення
install-working = Налаштовуємо застосунок на вашому порталі. Це триватиме недовго.
install-failed-lead = Встановлення не завершено.
install-verify = Перевірити портал і ваші права
install-store = Зберегти підключення в зашифрованому вигляді
install-connect = Підключити події та кнопки
install-finish = Завершити встановлення на порталі
install-skipped = Усе працює, крім того, чого портал не підтримує:
install-failed-parts = Не вдалося підключити:

outside-title = Відкрийте Contact Eraser у Бітрікс24
outside-text = Це адреса застосунку, який працює всередині порталу Бітрікс24. У звичайній вкладці браузера він не може дізнатися, хто ви, тому нічого не показує.
outside-step-portal = Увійдіть на свій портал Бітрікс24.
outside-step-menu = Відкрийте «Contact Eraser» у лівому меню, у розділі «Застосунки», або натисніть «Видалити контакт» у картці контакту.
outside-step-missing = Якщо застосунку там немає, попросіть адміністратора порталу встановити його з Маркету.
