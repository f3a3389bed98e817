# Texts that the pages' JavaScript prints. Only the arguments name, count, seconds, from and to are filled in.
js-no-name = Без імені
js-unknown = невідомо
js-request-id = Номер запиту:
js-retry = Спробувати ще раз
js-delete-name = Видалити: { $name }
js-open-name = Відкрити на порталі: { $name }

js-total = Усього: { $count }
js-range = { $from }–{ $to } з { $count }
js-range-open = { $from }–{ $to }
js-empty-title = Контактів немає
js-empty-text = На порталі немає контактів, доступних вам.
js-nothing-title = Нічого не знайдено
js-nothing-text = Серед доступних вам контактів жоден не відповідає запиту «{ $name }».
js-nothing-clear = Очистити пошук

js-deleting = Видаляємо…
js-slow = Портал відповідає повільно. Зачекайте, будь ласка.
js-deleted-title = Контакт видалено: { $name }
js-deleted-text = Якщо на порталі увімкнено кошик, ви знайдете контакт там.
js-gone-title = Контакту вже немає: { $name }
js-gone-text = Контакт уже видалено або він вам більше не доступний. Нічого іншого не змінено.
js-uncertain-title = Невідомо, чи видалено контакт: { $name }
js-uncertain-text = Відповідь загубилася дорогою. Завантажте список знову: якщо контакт на місці, його не видалено.

js-network-title = Немає зв’язку із застосунком
js-network-text = Сервер застосунку недоступний. Нічого не змінено. Перевірте підключення до інтернету й спробуйте ще раз.
js-answer-title = Застосунок не зрозумів відповіді
js-answer-text = Щось заважає зв’язку між вами та сервером застосунку. Спробуйте ще раз за хвилину.

js-closing = Панель зараз закриється.
js-close-yourself = Тепер панель можна закрити. Оновіть сторінку порталу, щоб побачити поточний список.

js-install-finishing = Завершуємо на вашому порталі…
js-install-done = Застосунок Contact Eraser встановлено.
js-install-done-hint = Якщо сторінка не зміниться сама, відкрийте Contact Eraser з лівого меню порталу.
js-install-blocked = Не вдалося завантажити скрипт порталу, тому бракує останнього кроку.
js-install-blocked-hint = Дозвольте скрипти Бітрікс24 у блокувальнику реклами чи брандмауері й спробуйте ще раз. Попередні кроки збережено.
js-install-silent = Портал не відповідає, тому бракує останнього кроку.
js-install-silent-hint = Оновіть сторінку порталу й відкрийте застосунок знову. Попередні кроки збережено.
