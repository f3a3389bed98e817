# Texts that the templates print.
product-name = Contact Eraser
widget-title = Usuń kontakt
retry = Spróbuj ponownie
reload = Wczytaj stronę ponownie
request-id = ID żądania:
notice-close = Zamknij komunikat

app-acting-as = Zalogowano jako
app-tabs = Części aplikacji
app-tab-contacts = Kontakty
app-search = Imię, nazwisko, telefon lub e-mail
app-search-hint = Lista zmienia się podczas pisania.
app-paging = Strony listy
app-previous = Poprzednia
app-next = Następna

contact-name = Imię i nazwisko
contact-phone = Telefon
contact-email = E-mail
contact-company = Firma
contact-responsible = Osoba odpowiedzialna
contact-created = Utworzono
contact-actions = Działania
contact-delete = Usuń

confirm-lead = Zostanie usunięty z CRM z Twoimi uprawnieniami. Powiązane z nim:
confirm-deals = Deale
confirm-deals-note = Pozostaną, ale stracą tego klienta.
confirm-companies = Firmy
confirm-companies-note = Pozostaną, ale stracą ten kontakt.
confirm-activities = Aktywności
confirm-activities-note = Aktywności należące tylko do tego kontaktu też zostaną usunięte.
confirm-bin = Jeśli kosz w portalu jest włączony, znajdziesz go tam przez 30 dni.
confirm-delete = Usuń
confirm-cancel = Anuluj

placement-delete = Usuń kontakt

install-title = Instalacja
install-working = Konfigurujemy aplikację w Twoim portalu. To zajmie chwilę.
install-failed-lead = Instalacja nie jest kompletna.
install-verify = Sprawdzenie portalu i Twoich uprawnień
install-store = Zaszyfrowany zapis połączenia
install-connect = Podłączenie zdarzeń i przycisków
install-finish = Zakończenie w portalu
install-skipped = Działa wszystko oprócz tych elementów, których portal nie udostępnia:
install-failed-parts = Tych elementów nie udało się podłączyć:

outside-title = Otwórz Contact Eraser w Bitrix24
outside-text = Ten adres należy do aplikacji, która działa wewnątrz portalu Bitrix24. W karcie przeglądarki aplikacja nie może rozpoznać, kim jesteś, dlatego niczego tu nie pokazuje.
outside-step-portal = Zaloguj się do swojego portalu Bitrix24.
outside-step-menu = Otwórz „Contact Eraser” w lewym menu, w sekcji „Aplikacje”, albo kliknij „Usuń kontakt” w karcie kontaktu.
outside-step-missing = Jeśli aplikacji tam nie ma, poproś administratora portalu, aby zainstalował ją z Marketu.
