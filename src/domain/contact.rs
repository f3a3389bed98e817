//! Contacts as this app shows them. Personal data has the type [`Personal`]. It is sent to pages and portals, but never
//! to a log.

use std::fmt;

use serde::Serialize;

use super::ids::{ContactId, UserId};

/// Personal data. It can be sent to the browser that asked for it; `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Personal(pub String);

impl fmt::Debug for Personal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[personal]")
    }
}

/// One row of the contact list.
#[derive(Clone, Debug, Serialize)]
pub struct Contact {
    /// Its id in the portal.
    pub id: ContactId,
    /// First, middle and last name, joined; empty when the portal has none.
    pub name: Personal,
    /// Phone numbers as the portal stores them.
    pub phones: Vec<Personal>,
    /// E-mail addresses.
    pub emails: Vec<Personal>,
    /// The primary company's title, or `#ID` if the user may not read it.
    pub company: Option<Personal>,
    /// When it was created, as the portal writes it (ISO 8601 with an offset).
    pub created_at: Option<String>,
    /// When it was last changed, in the same form.
    pub modified_at: Option<String>,
    /// When its last activity was, in the same form. Older portals do not say.
    pub last_activity_at: Option<String>,
    /// Its source: the name if it was asked for, otherwise the code.
    pub source: Option<String>,
    /// How many deals it has, if it was asked for and the portal says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deals: Option<u32>,
    /// The responsible user.
    pub assigned_by: Option<UserId>,
    /// That user's name, if the scopes allow it.
    pub assigned_by_name: Option<Personal>,
    /// The address of its card in the portal.
    pub url: String,
}

/// The numbers of items related to a contact. `None`: the portal did not say.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Related {
    /// Deals bound to it as primary or further contact. They stay, but lose the link.
    pub deals: Option<u32>,
    /// The open ones of these deals. They are sent in a field beside the others.
    #[serde(skip)]
    pub open_deals: Option<u32>,
    /// Companies it belongs to. They stay.
    pub companies: Option<u32>,
    /// Activities that it owns. They are deleted with it.
    pub activities: Option<u32>,
}

/// A contact with the items that its deletion affects.
#[derive(Clone, Debug, Serialize)]
pub struct ContactDetails {
    /// The contact.
    #[serde(flatten)]
    pub contact: Contact,
    /// Its related items.
    pub related: Related,
    /// Its open deals. `None`: the portal did not say.
    pub open_deals: Option<u32>,
}

/// One page of the list.
#[derive(Clone, Debug, Serialize)]
pub struct ContactPage {
    /// The contacts in ascending order of ids, or in the order that was asked for.
    pub items: Vec<Contact>,
    /// How many contacts match in total, if the portal can count them.
    pub total: Option<u32>,
    /// The `after` of the next page: an id or, in another order, the number of contacts before the page. `None` on the
    /// last.
    pub next: Option<u32>,
    /// Whether the contacts are in the order that was asked for; `None` if none was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sorted: Option<bool>,
    /// Whether more contacts match than this order can show.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
}
