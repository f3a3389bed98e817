# Co stoi między aplikacją a portalem i kto może to usunąć.
page-error-private-address-title = Ta usługa nie łączy się z portalami w sieciach prywatnych
page-error-private-address-detail = Adres portalu prowadzi do sieci prywatnej, a operator tej usługi na to nie zezwolił. Nie zmieniono żadnego kontaktu. Poproś operatora o zezwolenie albo nadaj portalowi adres publiczny.
page-error-plain-http-title = Portal nie używa https
page-error-plain-http-detail = Adres portalu nie jest szyfrowany, a operator tej usługi na to nie zezwolił. Nie zmieniono żadnego kontaktu. Skonfiguruj https dla portalu albo poproś operatora o zezwolenie na adresy nieszyfrowane.
page-error-unknown-name-title = Aplikacja nie może znaleźć adresu portalu
page-error-unknown-name-detail = Serwer aplikacji nie może odnaleźć nazwy portalu. Nie zmieniono żadnego kontaktu. Zapytaj administratora portalu, czy tę nazwę można odnaleźć z internetu.
page-error-no-connection-title = Aplikacja nie może połączyć się z portalem
page-error-no-connection-detail = Być może połączenie blokuje zapora sieciowa albo portal jest wyłączony. Nie zmieniono żadnego kontaktu. Poproś administratora portalu, aby dopuścił serwer aplikacji, i spróbuj ponownie.
page-error-untrusted-title = Certyfikat portalu nie jest zaufany
page-error-untrusted-detail = Certyfikat wygasł, został wystawiony na inną nazwę lub pochodzi z prywatnego urzędu certyfikacji. Nie zmieniono żadnego kontaktu. Administrator portalu może go odnowić albo operator tej usługi może uznać ten urząd za zaufany.
page-error-no-such-method-title = W portalu brakuje funkcji, której potrzebuje aplikacja
page-error-no-such-method-detail = Jego moduł REST jest wyłączony lub bardzo stary. Nie zmieniono żadnego kontaktu. Poproś administratora portalu, aby go włączył lub zaktualizował.
install-failed-crm = W portalu nie ma CRM albo CRM jest wyłączony, więc aplikacja nie ma z czym pracować. Niczego nie zmieniono. Włącz CRM i spróbuj ponownie.
