# Texts that the pages' JavaScript prints. Only the arguments name, count, seconds, from and to are filled in.
js-no-name = Bez nazwy
js-unknown = nie wiadomo
js-request-id = Numer żądania:
js-retry = Spróbuj ponownie
js-delete-name = Usuń: { $name }

js-range = { $from }–{ $to } z { $count }
js-range-open = { $from }–{ $to }
js-empty-title = Brak kontaktów
js-empty-text = W portalu nie ma kontaktów, do których mają Państwo dostęp.
js-nothing-title = Nic nie znaleziono
js-nothing-text = Żaden z kontaktów, do których mają Państwo dostęp, nie pasuje do „{ $name }”.
js-nothing-clear = Wyczyść wyszukiwanie

js-deleting = Usuwanie…
js-slow = Portal odpowiada dłużej niż zwykle. Proszę poczekać na odpowiedź.
js-deleted-title = Kontakt usunięty: { $name }
js-deleted-text = Jeśli kosz w portalu jest włączony, kontakt jest w koszu.
js-gone-title = Kontaktu już nie ma: { $name }
js-gone-text = Został już usunięty albo nie mają już Państwo do niego dostępu. Nic innego nie zostało zmienione.
js-uncertain-title = Nie wiadomo, czy kontakt został usunięty: { $name }
js-uncertain-text = Odpowiedź zaginęła po drodze. Proszę wczytać listę ponownie: jeśli kontakt nadal tam jest, nie został usunięty.

js-network-title = Brak połączenia z aplikacją
js-network-text = Serwer aplikacji nie odpowiedział. Proszę sprawdzić połączenie z internetem. Jeśli trwało usuwanie lub zapisywanie, przed kolejną próbą proszę sprawdzić, czy się udało.
js-answer-title = Aplikacja nie rozumie otrzymanej odpowiedzi
js-answer-text = Być może coś zakłóca połączenie z serwerem aplikacji, na przykład serwer proxy. Proszę chwilę poczekać. Jeśli trwało usuwanie lub zapisywanie, przed kolejną próbą proszę sprawdzić, czy się udało.

js-closing = Panel się zamyka.
js-close-yourself = Można już zamknąć ten panel. Aby zobaczyć aktualną listę, proszę odświeżyć stronę portalu.

js-install-finishing = Kończenie instalacji w portalu…
js-install-done = Aplikacja Contact Eraser jest zainstalowana.
js-install-done-hint = Jeśli strona nie zmieni się sama, proszę otworzyć Contact Eraser z lewego menu portalu.
js-install-blocked = Nie udało się wczytać skryptu portalu, dlatego brakuje jeszcze ostatniego kroku.
js-install-blocked-hint = Proszę zezwolić na skrypty Bitrix24 w programie blokującym reklamy lub w zaporze sieciowej i spróbować ponownie. Wszystkie wcześniejsze kroki są zapisane.
js-install-silent = Portal nie odpowiada, dlatego brakuje jeszcze ostatniego kroku.
js-install-silent-hint = Proszę odświeżyć stronę portalu i ponownie otworzyć aplikację. Wszystkie wcześniejsze kroki są zapisane.
