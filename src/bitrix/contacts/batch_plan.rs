//! What one call does to contacts, and what the portal answered.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use serde_json::Value;

use crate::bitrix::PAGE_SIZE;
use crate::bitrix::error::{RefusalKind, RestError};
use crate::domain::ids::ContactId;
use crate::domain::portal_words::PortalWords;
use crate::domain::settings::DeleteMethod;

/// What to read of the next contacts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReadOptions {
    /// Read whole contacts, for copies. Otherwise only their ids.
    pub is_whole: bool,
    /// Also read which contacts have open deals.
    pub asks_about_deals: bool,
}

impl ReadOptions {
    /// How many commands are needed to read this many contacts.
    #[must_use]
    pub fn commands(self, contacts: usize) -> usize {
        contacts.div_ceil(PAGE_SIZE) * (1 + usize::from(self.asks_about_deals))
    }
}

/// The lookups, reads and deletions of one call.
#[derive(Clone, Debug)]
pub struct BatchPlan {
    /// Contacts to look for.
    pub lookups: Vec<ContactId>,
    /// Contacts to read.
    pub reads: Vec<ContactId>,
    /// What to read of them.
    pub read_options: ReadOptions,
    /// Contacts to delete.
    pub deletes: Vec<ContactId>,
    /// The method that deletes them.
    pub method: DeleteMethod,
    /// Whether the portal stops after the first refusal.
    pub halts: bool,
}

/// A contact before its deletion.
#[derive(Clone, Debug)]
pub struct FoundContact {
    /// The contact.
    pub id: ContactId,
    /// Its fields as the portal returned them.
    pub body: Value,
    /// Whether it has open deals; `None`: the portal did not say.
    pub has_open_deals: Option<bool>,
}

/// What the portal answered to a [`BatchPlan`].
#[derive(Debug, Default)]
pub struct BatchReply {
    /// The contacts whose lookup was answered.
    pub looked_up: HashSet<ContactId>,
    /// Those of them that exist and that the user can see.
    pub visible: HashSet<ContactId>,
    /// The contacts whose read was answered.
    pub read: Vec<ContactId>,
    /// Those of them that the user can see.
    pub found: Vec<FoundContact>,
    /// The contacts whose read had no answer that makes sense.
    pub unread: Vec<ContactId>,
    /// A reply for each contact to delete, in the same order.
    pub replies: Vec<(ContactId, DeleteReply)>,
    /// The portal's text for each refused contact.
    pub portal_words: HashMap<ContactId, PortalWords>,
    /// Why a lookup, read or deletion was not tried.
    pub trouble: Option<RestError>,
    /// Whether a lookup or read was refused. An internal error of the portal is no refusal.
    pub is_read_refused: bool,
    /// Mean running time of a deletion in seconds, if the portal states it.
    pub seconds_per_delete: Option<f64>,
    /// How long the call took.
    pub took: Duration,
}

impl BatchReply {
    /// Whether the portal answered at least one lookup, read or deletion.
    #[must_use]
    pub fn has_answer(&self) -> bool {
        let has_word = |(_, reply): &(ContactId, DeleteReply)| *reply != DeleteReply::Unclear;
        !self.looked_up.is_empty() || !self.read.is_empty() || self.replies.iter().any(has_word)
    }
}

/// How the portal answered one deletion.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DeleteReply {
    /// Deleted.
    Deleted,
    /// Refused. The contact may or may not exist.
    Refused(RefusalKind),
    /// Refused with the same error as an earlier command. The portal may have copied that error to this command.
    Echoed,
    /// Refused before the portal tried it. The method may not run now; [`BatchReply::trouble`] has the reason.
    NotTried,
    /// No answer, because the call halted before it. It was not tried.
    NotReached,
    /// No answer, or one that makes no sense.
    Unclear,
}
