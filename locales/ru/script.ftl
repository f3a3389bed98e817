# Texts that the pages' JavaScript prints. Only the arguments name, count, seconds, from and to are filled in.
js-no-name = Без имени
js-unknown = неизвестно
js-request-id = Номер запроса:
js-retry = Повторить
js-delete-name = Удалить: { $name }
js-open-name = Открыть на портале: { $name }

js-total = Всего: { $count }
js-range = { $from }–{ $to } из { $count }
js-range-open = { $from }–{ $to }
js-empty-title = Контактов нет
js-empty-text = На портале нет контактов, доступных вам.
js-nothing-title = Ничего не найдено
js-nothing-text = Среди доступных вам контактов нет подходящих под запрос «{ $name }».
js-nothing-clear = Очистить поиск

js-deleting = Удаляем…
js-slow = Портал отвечает медленно. Пожалуйста, подождите.
js-deleted-title = Контакт удалён: { $name }
js-deleted-text = Если на портале включена корзина, вы найдёте контакт там.
js-gone-title = Контакта больше нет: { $name }
js-gone-text = Контакт уже удалён или больше вам не доступен. Ничего другого не изменилось.
js-uncertain-title = Неизвестно, удалён ли контакт: { $name }
js-uncertain-text = Ответ потерялся по дороге. Загрузите список снова: если контакт на месте, он не был удалён.

js-network-title = Нет связи с приложением
js-network-text = Не удалось связаться с сервером приложения. Ничего не изменилось. Проверьте подключение к интернету и повторите попытку.
js-answer-title = Приложение получило непонятный ответ
js-answer-text = Что-то мешает связи между вами и сервером приложения. Повторите попытку через минуту.

js-closing = Панель сейчас закроется.
js-close-yourself = Теперь панель можно закрыть. Обновите страницу портала, чтобы увидеть текущий список.

js-install-finishing = Завершаем установку на портале…
js-install-done = Приложение Contact Eraser установлено.
js-install-done-hint = Если страница не сменится сама, откройте Contact Eraser из левого меню портала.
js-install-blocked = Не удалось загрузить скрипт портала, поэтому последний шаг не выполнен.
js-install-blocked-hint = Разрешите скрипты Битрикс24 в блокировщике рекламы или сетевом экране и повторите попытку. Предыдущие шаги сохранены.
js-install-silent = Портал не отвечает, поэтому последний шаг не выполнен.
js-install-silent-hint = Обновите страницу портала и откройте приложение снова. Предыдущие шаги сохранены.
