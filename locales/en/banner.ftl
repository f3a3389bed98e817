# Texts of the banner on the app page: what is not connected, what an open bill means.
banner-missing-title = Some parts of the app aren’t connected to your portal
banner-missing-text = You can still delete contacts. The app will try again when an administrator opens it later. If that doesn’t help, install the app again and accept all permissions.
banner-missing-events = Notifications from your portal are off: if the app is removed, it won’t know and will keep its data.
banner-missing-widget-card = The button on the contact’s card is missing.
banner-missing-widget-list = The item in the contact list’s menu is missing.
banner-missing-widget-toolbar = The button above the contact list is missing.
banner-missing-names = Responsible people appear as numbers, because the app doesn’t have permission to read their names.
banner-unpaid-title = The portal or the app hasn’t been paid for
banner-unpaid-text = Until the payment is made, your portal won’t let the app show or delete contacts. Ask an administrator to check the plan and the subscription.
banner-unpaid-works = You can still open past jobs, their reports and the stored copies.
banner-unpaid-kept = Nothing is lost: the app continues where it stopped as soon as the payment is made.
banner-barred-title = You can look at contacts here, but not delete them
banner-barred-text = An administrator has decided who can delete contacts with this app, and you aren’t included. You can search, look at contacts and see your past jobs. To delete, ask an administrator of your portal.
