//! Contacts as this app shows them. What belongs to a person is a [`Personal`]: it reaches a page or a portal, never
//! a log.

use std::fmt;

use serde::Serialize;

use super::ids::{ContactId, UserId};

/// Text about a person. It can be sent to the browser that asked for it; `Debug` does not show it.
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
    /// Phone numbers as the portal keeps them.
    pub phones: Vec<Personal>,
    /// E-mail addresses.
    pub emails: Vec<Personal>,
    /// The primary company's title, or `#ID` when its title may not be read.
    pub company: Option<Personal>,
    /// When it was created, in the portal's own notation (ISO 8601 with an offset).
    pub created_at: Option<String>,
    /// When it was last changed, likewise.
    pub modified_at: Option<String>,
    /// When something last happened with it, likewise; older portals do not tell.
    pub last_activity_at: Option<String>,
    /// Where it came from: the source's name where that was asked for, else its code.
    pub source: Option<String>,
    /// How many deals it has, where that was asked for and the portal tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deals: Option<u32>,
    /// The user responsible for it.
    pub assigned_by: Option<UserId>,
    /// That user's name, where the granted scopes allow to read it.
    pub assigned_by_name: Option<Personal>,
    /// Its card in the portal.
    pub url: String,
}

/// What hangs on a contact. `None`: the portal would not say.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Related {
    /// Deals bound to it, primary or not. They stay but lose the link.
    pub deals: Option<u32>,
    /// Those of them that are still being worked on; told beside the others.
    #[serde(skip)]
    pub open_deals: Option<u32>,
    /// Companies it belongs to. They stay.
    pub companies: Option<u32>,
    /// Activities that it owns. They go with it.
    pub activities: Option<u32>,
}

/// A contact with what its deletion touches.
#[derive(Clone, Debug, Serialize)]
pub struct ContactDetails {
    /// The contact.
    #[serde(flatten)]
    pub contact: Contact,
    /// What hangs on it.
    pub related: Related,
    /// Deals that are still being worked on. `None`: the portal would not say.
    pub open_deals: Option<u32>,
}

/// One page of the list.
#[derive(Clone, Debug, Serialize)]
pub struct ContactPage {
    /// The contacts: by rising id, or in the order that was asked for.
    pub items: Vec<Contact>,
    /// How many match in all, where the portal can count that.
    pub total: Option<u32>,
    /// The `after` of the next page: an id, or in another order how many contacts stand before it. `None` on the last.
    pub next: Option<u32>,
    /// Whether the contacts are in the order that was asked for; `None` when none was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sorted: Option<bool>,
    /// Whether more contacts match than can be shown in this order.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
}
