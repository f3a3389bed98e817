# Texts that the templates print.
product-name = Contact Eraser
widget-title = Delete contact
retry = Try again
reload = Load the page again
request-id = Request ID:
notice-close = Close this message

app-acting-as = Signed in as
app-tabs = Parts of the app
app-tab-contacts = Contacts
app-search = Search by name, phone or e-mail
app-search-hint = The list changes while you type.
app-paging = Pages of the list
app-previous = Previous
app-next = Next

contact-name = Name
contact-phone = Phone
contact-email = E-mail
contact-company = Company
contact-responsible = Responsible
contact-created = Created
contact-actions = Actions
contact-delete = Delete

confirm-lead = It will be removed from your CRM with your permissions. Linked to it:
confirm-deals = Deals
confirm-deals-note = They stay, but lose this client.
confirm-companies = Companies
confirm-companies-note = They stay, but lose this contact.
confirm-activities = Activities
confirm-activities-note = Activities of this contact alone are deleted too.
confirm-bin = If the recycle bin is on in your portal, you’ll find it there for 30 days.
confirm-delete = Delete
confirm-cancel = Cancel

placement-delete = Delete contact

install-title = Installation
install-working = We’re setting up the app in your portal. This takes a moment.
install-failed-lead = The installation isn’t complete.
install-verify = Check your portal and your permissions
install-store = Save the connection, encrypted
install-connect = Connect events and buttons
install-finish = Finish in your portal
install-skipped = Everything works except these parts, which your portal doesn’t offer:
install-failed-parts = These parts couldn’t be connected:

outside-title = Open Contact Eraser in Bitrix24
outside-text = This address belongs to an app that works inside your Bitrix24 portal. In a browser tab, it can’t tell who you are, so it shows nothing here.
outside-step-portal = Sign in to your Bitrix24 portal.
outside-step-menu = Open “Contact Eraser” in the left menu, under Applications, or click “Delete contact” on a contact’s card.
outside-step-missing = If you can’t find the app there, ask an administrator of your portal to install it from the Market.
