# Texts that the pages' JavaScript prints. Only the arguments name, count, seconds, from and to are filled in.
js-no-name = Bez nazwy
js-unknown = nieznane
js-request-id = ID żądania:
js-retry = Spróbuj ponownie
js-delete-name = Usuń: { $name }

js-range = { $from }–{ $to } z { $count }
js-range-open = { $from }–{ $to }
js-empty-title = Brak kontaktów
js-empty-text = W portalu nie ma kontaktów, do których masz dostęp.
js-nothing-title = Nic nie znaleziono
js-nothing-text = Żaden z kontaktów, do których masz dostęp, nie pasuje do „{ $name }”.
js-nothing-clear = Wyczyść wyszukiwanie

js-deleting = Usuwanie…
js-slow = Portal odpowiada dłużej niż zwykle. Poczekaj na jego odpowiedź.
js-deleted-title = Kontakt usunięty: { $name }
js-deleted-text = Jeśli kosz w portalu jest włączony, znajdziesz w nim ten kontakt.
js-gone-title = Kontaktu już nie ma: { $name }
js-gone-text = Kontakt został już usunięty albo nie masz już do niego dostępu. Nic innego nie zostało zmienione.
js-uncertain-title = Nie wiadomo, czy kontakt został usunięty: { $name }
js-uncertain-text = Odpowiedź zaginęła po drodze. Wczytaj listę ponownie: jeśli kontakt nadal tam jest, nie został usunięty.

js-network-title = Brak połączenia z aplikacją
js-network-text = Serwer aplikacji nie odpowiedział. Sprawdź połączenie z internetem. Jeśli trwało usuwanie lub zapisywanie, przed kolejną próbą sprawdź, czy się udało.
js-answer-title = Aplikacja nie rozumie otrzymanej odpowiedzi
js-answer-text = Być może coś na drodze do serwera aplikacji, na przykład serwer proxy, zakłóca połączenie. Poczekaj minutę. Jeśli trwało usuwanie lub zapisywanie, przed kolejną próbą sprawdź, czy się udało.

js-closing = Panel się zamyka.
js-close-yourself = Możesz już zamknąć ten panel. Odśwież stronę portalu, aby zobaczyć aktualną listę.

js-install-finishing = Kończenie instalacji w portalu…
js-install-done = Aplikacja Contact Eraser jest zainstalowana.
js-install-done-hint = Jeśli strona nie zmieni się sama, otwórz Contact Eraser z lewego menu portalu.
js-install-blocked = Nie udało się wczytać skryptu portalu, dlatego brakuje jeszcze ostatniego kroku.
js-install-blocked-hint = Zezwól na skrypty Bitrix24 w programie blokującym reklamy lub w zaporze sieciowej i spróbuj ponownie. Wszystkie wcześniejsze kroki są zapisane.
js-install-silent = Portal nie odpowiada, dlatego brakuje jeszcze ostatniego kroku.
js-install-silent-hint = Odśwież stronę portalu i ponownie otwórz aplikację. Wszystkie wcześniejsze kroki są zapisane.
