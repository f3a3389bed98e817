# Texts that the templates print.
product-name = Contact Eraser
widget-title = Usuń kontakt
retry = Spróbuj ponownie
reload = Wczytaj stronę ponownie
request-id = Numer żądania:
notice-close = Zamknij komunikat

app-acting-as = Zalogowano jako
app-tabs = Części aplikacji
app-tab-contacts = Kontakty
app-search = Nazwa, telefon lub e-mail
app-search-hint = Lista zmienia się podczas pisania.
app-paging = Strony listy
app-previous = Poprzednia
app-next = Następna

contact-name = Nazwa
contact-phone = Telefon
contact-email = E-mail
contact-company = Firma
contact-responsible = Odpowiedzialny
contact-created = Utworzono
contact-actions = Działania
contact-delete = Usuń

confirm-lead = Zostanie usunięty z CRM z Państwa uprawnieniami. Powiązane z nim:
confirm-deals = Deale
confirm-deals-note = Pozostaną, ale stracą tego klienta.
confirm-companies = Firmy
confirm-companies-note = Pozostaną, ale stracą ten kontakt.
confirm-activities = Działania
confirm-activities-note = Należące tylko do tego kontaktu też zostaną usunięte.
confirm-bin = Jeśli kosz w portalu jest włączony, znajdą go tam Państwo przez 30 dni.
confirm-delete = Usuń
confirm-cancel = Anuluj

placement-delete = Usuń kontakt

install-title = Instalacja
install-working = Konfigurujemy aplikację w Państwa portalu. To zajmie chwilę.
install-failed-lead = Instalacja nie została zakończona.
install-verify = Sprawdzenie portalu i uprawnień
install-store = Zapisanie połączenia w postaci zaszyfrowanej
install-connect = Podłączenie zdarzeń i przycisków
install-finish = Zakończenie w portalu
install-skipped = Wszystko działa oprócz tych elementów, których portal nie udostępnia:
install-failed-parts = Tych elementów nie udało się podłączyć:

outside-title = Proszę otworzyć Contact Eraser w Bitrix24
outside-text = Ten adres należy do aplikacji, która działa wewnątrz portalu Bitrix24. W karcie przeglądarki nie może ona rozpoznać użytkownika, dlatego niczego tu nie pokazuje.
outside-step-portal = Proszę zalogować się do swojego portalu Bitrix24.
outside-step-menu = Proszę otworzyć „Contact Eraser” w lewym menu, w sekcji „Aplikacje”, albo kliknąć „Usuń kontakt” w karcie kontaktu.
outside-step-missing = Jeśli aplikacji tam nie ma, proszę zwrócić się do administratora portalu o zainstalowanie jej z Marketu.
