# Co stoi między aplikacją a portalem i kto może to usunąć.
page-error-private-address-title = Ta usługa nie wywołuje portali w sieciach prywatnych
page-error-private-address-detail = Adres Twojego portalu prowadzi do sieci prywatnej, a operator tej usługi na to nie pozwolił. Żaden kontakt nie został zmieniony. Poproś operatora o pozwolenie albo nadaj portalowi adres publiczny.
page-error-plain-http-title = Twój portal nie jest dostępny przez https
page-error-plain-http-detail = Portal używa adresu bez szyfrowania, a operator tej usługi na to nie pozwolił. Żaden kontakt nie został zmieniony. Skonfiguruj https dla portalu albo poproś operatora o pozwolenie.
page-error-unknown-name-title = Aplikacja nie zna nazwy Twojego portalu
page-error-unknown-name-detail = Serwer aplikacji nie znajduje żadnej maszyny o nazwie Twojego portalu. Żaden kontakt nie został zmieniony. Zapytaj administratora portalu, czy nazwę da się odnaleźć z internetu.
page-error-no-connection-title = Twój portal nie przyjmuje połączeń od aplikacji
page-error-no-connection-detail = Może to być zapora sieciowa albo portal jest wyłączony. Żaden kontakt nie został zmieniony. Poproś administratora portalu, by wpuścił serwer aplikacji, i spróbuj ponownie.
page-error-untrusted-title = Certyfikat Twojego portalu nie jest zaufany
page-error-untrusted-detail = Wygasł, jest wystawiony na inną nazwę albo pochodzi z Twojego własnego urzędu. Żaden kontakt nie został zmieniony. Administrator portalu może go odnowić albo operator tej usługi może zaufać Twojemu urzędowi.
page-error-no-such-method-title = Twój portal nie zna tego, czego potrzebuje aplikacja
page-error-no-such-method-detail = Nie ma tam wywołania, z którego korzysta aplikacja: moduł REST jest wyłączony albo bardzo stary. Żaden kontakt nie został zmieniony. Poproś administratora portalu o aktualizację.
install-failed-crm = Twój portal nie ma CRM albo jego moduł jest wyłączony, więc aplikacja nie miałaby tu nic do zrobienia. Nic nie zostało zmienione. Włącz CRM i spróbuj ponownie.
