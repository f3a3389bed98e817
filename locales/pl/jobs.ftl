# Jobs: why they are refused, and what became of a contact.
problem-too-many-contacts-title = Więcej kontaktów, niż ustawienia pozwalają naraz
problem-too-many-contacts-detail = Ustawienia aplikacji ograniczają, ile kontaktów może usunąć jedno zadanie. Niczego nie usunięto. Wybierz mniej albo zapytaj administratora portalu.
problem-day-limit-title = Więcej, niż można usunąć w ciągu dnia
problem-day-limit-detail = Ustawienia aplikacji ograniczają, ile kontaktów jedna osoba może usunąć w ciągu 24 godzin. Niczego nie usunięto. Liczy się też to, co mogą jeszcze usunąć Państwa niezakończone zadania. Proszę wybrać mniej, poczekać albo zapytać administratora portalu.
problem-bad-set-title = Tego wyboru nie można usunąć
problem-bad-set-detail = Nie ma w nim kontaktów, jest ich więcej niż 100 000 albo nie ma żadnego warunku, co oznaczałoby wszystkich. Niczego nie usunięto. Wybierz kontakty lub ustaw filtr.
item-open-deals = Ma otwarty deal.
item-deals-unknown = Nie udało się ustalić, czy ma otwarte deale.
item-no-snapshot = Nie udało się zachować jego danych, więc nie został usunięty.
item-refused = Portal odmówił.
item-still-there = Portal zgłosił usunięcie, ale kontakt nadal tam jest.
item-no-clear-answer = Portal nie dał jasnej odpowiedzi.
item-snapshot-gone = Zachowanych danych już nie ma.
item-create-denied = Portal nie pozwala Państwu tworzyć kontaktów.
item-job-failed = Zadanie zakończyło się przed czasem.
