# Texts that the templates print.
product-name = Contact Eraser
widget-title = Удалить контакт
retry = Повторить
reload = Обновить страницу
request-id = ID запроса:
notice-close = Закрыть сообщение

app-acting-as = От имени:
app-tabs = Разделы приложения
app-tab-contacts = Контакты
app-search = Имя, телефон или e-mail
app-search-hint = Список меняется по мере ввода.
app-paging = Страницы списка
app-previous = Назад
app-next = Вперёд

contact-name = Имя
contact-phone = Телефон
contact-email = E-mail
contact-company = Компания
contact-responsible = Ответственный
contact-created = Создан
contact-actions = Действия
contact-delete = Удалить

confirm-lead = Он будет удалён из CRM с вашими правами. С ним связаны:
confirm-deals = Сделки
confirm-deals-note = Останутся, но без этого клиента.
confirm-companies = Компании
confirm-companies-note = Останутся, но без этого контакта.
confirm-activities = Дела
confirm-activities-note = Дела, связанные только с ним, тоже будут удалены.
confirm-bin = Если на портале включена корзина, он будет в ней ещё 30 дней.
confirm-delete = Удалить
confirm-cancel = Отмена

placement-delete = Удалить контакт

install-title = Установка
install-working = Настраиваем приложение на вашем портале. Это займёт немного времени.
install-failed-lead = Установка не завершена.
install-verify = Проверить портал и ваши права
install-store = Сохранить подключение в зашифрованном виде
install-connect = Подключить события и кнопки
install-finish = Завершить установку на портале
install-skipped = Всё работает, кроме того, что портал не поддерживает:
install-failed-parts = Не удалось подключить:

outside-title = Откройте Contact Eraser в Битрикс24
outside-text = Это адрес приложения, которое работает внутри портала Битрикс24. В обычной вкладке браузера оно не может узнать, кто вы, поэтому ничего не показывает.
outside-step-portal = Войдите на свой портал Битрикс24.
outside-step-menu = Откройте «Contact Eraser» в левом меню, в разделе «Приложения», или нажмите «Удалить контакт» в карточке контакта.
outside-step-missing = Если приложения там нет, попросите администратора портала установить его из Маркета.
