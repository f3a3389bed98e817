//! The contacts of a job and their outcomes.

use std::time::Duration;

use crate::domain::clock::UnixTime;
use crate::domain::ids::ContactId;
use crate::domain::portal_words::PortalWords;

/// How long a portal may work on one request after its answer was lost. The cloud's front end ends a request after 60
/// seconds, but the work continues: twenty creations of 14 seconds each took 280 seconds (b24restdocs
/// settings/performance/limits.md gives no upper bound). This is twice that time, because requests may also wait in a
/// queue. If a new result appears, the portal is still at work, and the time starts again.
pub const LONGEST_REQUEST: Duration = Duration::from_mins(10);

words! {
    /// The outcome of one contact.
    Outcome {
        /// Not started.
        Pending = "pending",
        /// A call for it was sent and has no clear answer yet.
        Asked = "asked",
        /// Deleted by this job.
        Deleted = "deleted",
        /// It does not exist, or the user cannot see it.
        Gone = "gone",
        /// The user's rights on the portal do not allow it.
        Denied = "denied",
        /// Kept for the reason in its code.
        Protected = "protected",
        /// It could not be deleted or created.
        Failed = "failed",
        /// Not started when the job was cancelled.
        Cancelled = "cancelled",
        /// Created again.
        Restored = "restored",
    }
}

words! {
    /// The reason of an outcome.
    ItemCode {
        /// It has an open deal.
        OpenDeals = "open_deals",
        /// The portal did not say whether it has open deals.
        DealsUnknown = "deals_unknown",
        /// Its copy could not be stored before the deletion.
        NoSnapshot = "no_snapshot",
        /// The portal refused for another reason than missing rights.
        Refused = "refused",
        /// The portal confirmed the deletion, but the contact still exists.
        StillThere = "still_there",
        /// Repeated calls had no clear answer.
        NoClearAnswer = "no_clear_answer",
        /// It still exists under its old id. Its deletion had no clear answer, so it was not created again.
        NotDeleted = "not_deleted",
        /// Its copy no longer exists.
        SnapshotGone = "snapshot_gone",
        /// The portal does not let this user create contacts.
        CreateDenied = "create_denied",
        /// It was created again, but still has this app's mark instead of its origin.
        MarkLeft = "mark_left",
        /// The portal created it twice.
        CreatedTwice = "created_twice",
        /// It was created again, but was not found afterwards.
        NotFoundAfter = "not_found_after",
        /// The job failed before this contact was done.
        JobFailed = "job_failed",
    }
}

words! {
    /// How the portal refused to delete a contact. A check must find out whether the contact exists.
    RefusedAs {
        /// Because of missing rights.
        Denied = "denied",
        /// For another reason.
        Refused = "refused",
        /// For a reason that may belong to another contact.
        Unsure = "unsure",
        /// It was not tried, because the call halted before it.
        NotReached = "not_reached",
    }
}

/// One contact of a job.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// The contact.
    pub contact_id: ContactId,
    /// Its outcome.
    pub outcome: Outcome,
    /// The reason of the outcome.
    pub code: Option<ItemCode>,
    /// Its id after a restore.
    pub new_id: Option<ContactId>,
    /// A second contact that the portal created for it.
    pub twin_id: Option<ContactId>,
    /// Whether the portal said that it created the contact. The contact may not have been seen since.
    pub was_confirmed: bool,
    /// When the last call for it was stored, just before it was sent; or when a later sign showed that the portal was
    /// at work on that call.
    pub asked_at: Option<UnixTime>,
    /// When its outcome became final.
    pub settled_at: Option<UnixTime>,
    /// How its deletion was refused, until a check has shown whether it exists.
    pub refused_as: Option<RefusedAs>,
    /// The portal's text about the refusal.
    pub portal_words: Option<PortalWords>,
}

impl Item {
    /// A contact with an outcome and nothing else.
    #[must_use]
    pub fn new(contact_id: ContactId, outcome: Outcome) -> Self {
        Self {
            contact_id,
            outcome,
            code: None,
            new_id: None,
            twin_id: None,
            was_confirmed: false,
            asked_at: None,
            settled_at: None,
            refused_as: None,
            portal_words: None,
        }
    }

    /// A message followed by the portal's text, for a cell of a table.
    #[must_use]
    pub fn with_portal_words(&self, message: &str) -> String {
        let said = self.portal_words.as_ref().map(|words| format!("“{}”", words.expose()));
        [message, &said.unwrap_or_default()].join(" ").trim().to_owned()
    }
}

/// A new outcome of a contact, to be saved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutcomeUpdate {
    /// The contact.
    pub contact_id: ContactId,
    /// Its outcome.
    pub outcome: Outcome,
    /// The reason of the outcome.
    pub code: Option<ItemCode>,
    /// Its new id, if it was created again.
    pub new_id: Option<ContactId>,
    /// A second contact that the portal created for it.
    pub twin_id: Option<ContactId>,
    /// The id that the portal returned for the creation, before the contact was seen there.
    pub claimed_id: Option<ContactId>,
    /// Whether a call for it was sent and had no clear answer.
    pub was_unclear: bool,
    /// How its deletion was refused, until a check has shown whether it exists.
    pub refused_as: Option<RefusedAs>,
    /// The portal's text about the refusal.
    pub portal_words: Option<PortalWords>,
}

impl OutcomeUpdate {
    /// Pending again: the call was refused before it was tried, or was not sent.
    #[must_use]
    pub fn untried(contact_id: ContactId) -> Self {
        Self::new(contact_id, Outcome::Pending)
    }

    /// Pending again: the answer was lost, and the contact still exists.
    #[must_use]
    pub fn unclear(contact_id: ContactId) -> Self {
        Self { was_unclear: true, ..Self::new(contact_id, Outcome::Pending) }
    }

    /// Refused, and not to be tried again. A check must find out whether the contact exists.
    #[must_use]
    pub fn refused(contact_id: ContactId, refused_as: RefusedAs) -> Self {
        Self { refused_as: Some(refused_as), ..Self::new(contact_id, Outcome::Asked) }
    }

    /// The same with the portal's text.
    #[must_use]
    pub fn with_portal_words(self, portal_words: Option<PortalWords>) -> Self {
        Self { portal_words, ..self }
    }

    /// The outcome of a refused contact that exists. With an unsure reason the contact counts as denied, because most
    /// such contacts are. A contact that the call did not reach was not started, so it counts as cancelled.
    #[must_use]
    pub fn refused_and_there(contact_id: ContactId, refused_as: RefusedAs) -> Self {
        match refused_as {
            RefusedAs::Denied | RefusedAs::Unsure => Self::new(contact_id, Outcome::Denied),
            RefusedAs::NotReached => Self::new(contact_id, Outcome::Cancelled),
            RefusedAs::Refused => Self::with_code(contact_id, Outcome::Failed, ItemCode::Refused),
        }
    }

    /// An outcome that needs no reason.
    #[must_use]
    pub fn new(contact_id: ContactId, outcome: Outcome) -> Self {
        Self {
            contact_id,
            outcome,
            code: None,
            new_id: None,
            twin_id: None,
            claimed_id: None,
            was_unclear: false,
            refused_as: None,
            portal_words: None,
        }
    }

    /// An outcome with its reason.
    #[must_use]
    pub fn with_code(contact_id: ContactId, outcome: Outcome, code: ItemCode) -> Self {
        Self { code: Some(code), ..Self::new(contact_id, outcome) }
    }
}
