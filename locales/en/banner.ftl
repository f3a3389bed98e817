# Texts of the banner on the app page: what is not connected, what an open bill means.
banner-missing-title = Some parts of the app are not connected to your portal
banner-missing-text = You can delete contacts all the same. The app tries again when an administrator opens it later; if this stays, install the app again and agree to all permissions.
banner-missing-events = Messages from the portal: if the app is removed, it does not learn of it and keeps its data.
banner-missing-widget-card = The button on the contact’s card is missing.
banner-missing-widget-list = The item in the contact list’s menu is missing.
banner-missing-names = Responsible people are shown by their number, since the app may not read their names.
banner-unpaid-title = A payment for the portal or the app is open
banner-unpaid-text = Your portal shows and deletes no contacts for the app until it is paid. Ask an administrator to check the plan and the subscription.
banner-unpaid-works = Past jobs, their reports and the stored copies can still be read.
banner-unpaid-kept = Nothing is lost: the app goes on where it stopped once the payment is there.
