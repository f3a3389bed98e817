//! What becomes of the single contacts of a job.

use std::time::Duration;

use crate::domain::clock::UnixTime;
use crate::domain::ids::ContactId;
use crate::domain::portal_words::PortalWords;

/// No request is at work any longer than this. The cloud's front end cuts a request after 60 seconds, and the work goes on:
/// twenty creations of 14 seconds each were seen to take 280 (b24restdocs settings/performance/limits.md names no
/// upper bound). Twice that is left for what waits in a queue before its turn. Whatever still appears shows that the portal
/// is at work, and the time begins anew.
pub const LONGEST_REQUEST: Duration = Duration::from_mins(10);

words! {
    /// What became of one contact.
    Outcome {
        /// Not yet looked at.
        Pending = "pending",
        /// A call for it went out and has no clear answer yet.
        Asked = "asked",
        /// Deleted by this job.
        Deleted = "deleted",
        /// Was not there, or cannot be seen.
        Gone = "gone",
        /// The portal's rights forbid it.
        Denied = "denied",
        /// Kept, for the reason that its code says.
        Protected = "protected",
        /// Could not be done.
        Failed = "failed",
        /// Not begun when the job was cancelled.
        Cancelled = "cancelled",
        /// Created again.
        Restored = "restored",
    }
}

words! {
    /// Why a contact was kept or could not be done.
    ItemCode {
        /// It has an open deal.
        OpenDeals = "open_deals",
        /// Whether it has open deals could not be found out.
        DealsUnknown = "deals_unknown",
        /// Its data could not be stored before the deletion.
        NoSnapshot = "no_snapshot",
        /// The portal refused for a reason of its own.
        Refused = "refused",
        /// The portal confirmed the deletion, and the contact is still there.
        StillThere = "still_there",
        /// No answer was clear, however often it was asked.
        NoClearAnswer = "no_clear_answer",
        /// It is still there under its old number: the deletion had no clear answer, and it was not created a second time.
        NotDeleted = "not_deleted",
        /// The data to restore it from are gone.
        SnapshotGone = "snapshot_gone",
        /// The portal does not let this user create contacts.
        CreateDenied = "create_denied",
        /// It was created again, but still carries this app's mark instead of where it came from.
        MarkLeft = "mark_left",
        /// The portal has created it twice.
        CreatedTwice = "created_twice",
        /// It was created again, and could not be found afterwards.
        NotFoundAfter = "not_found_after",
        /// The job ended before its time.
        JobFailed = "job_failed",
    }
}

words! {
    /// How the portal refused to delete a contact. Whether the contact is there at all, a look has to tell.
    RefusedAs {
        /// For lack of rights.
        Denied = "denied",
        /// For a reason of its own.
        Refused = "refused",
        /// For a reason that may be another contact's.
        Unsure = "unsure",
        /// Not at all: the call halted before it.
        NotReached = "not_reached",
    }
}

/// One contact of a job.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// The contact.
    pub contact_id: ContactId,
    /// What became of it.
    pub outcome: Outcome,
    /// Why.
    pub code: Option<ItemCode>,
    /// What it is called after a restore.
    pub new_id: Option<ContactId>,
    /// A second contact that the portal has created for it.
    pub twin_id: Option<ContactId>,
    /// Whether the portal has said that it created it, though nobody may have seen it.
    pub was_claimed: bool,
    /// When the last call for it was written down, just before it went out; or when the portal was last seen to be at work
    /// on that call.
    pub asked_at: Option<UnixTime>,
    /// When that was settled.
    pub settled_at: Option<UnixTime>,
    /// How its deletion was refused, while that is still to be looked up.
    pub refused_as: Option<RefusedAs>,
    /// What the portal said when it refused.
    pub portal_words: Option<PortalWords>,
}

impl Item {
    /// A contact of which nothing is known but what became of it.
    #[must_use]
    pub fn new(contact_id: ContactId, outcome: Outcome) -> Self {
        Self {
            contact_id,
            outcome,
            code: None,
            new_id: None,
            twin_id: None,
            was_claimed: false,
            asked_at: None,
            settled_at: None,
            refused_as: None,
            portal_words: None,
        }
    }

    /// A message with what the portal said, for a cell of a table.
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
    /// What became of it.
    pub outcome: Outcome,
    /// Why.
    pub code: Option<ItemCode>,
    /// Its new number, if it was created again.
    pub new_id: Option<ContactId>,
    /// A second contact that the portal has created for it.
    pub twin_id: Option<ContactId>,
    /// The number that the portal said it was created under, before anybody has seen it there.
    pub claimed_id: Option<ContactId>,
    /// Whether a call for it went out and had no clear answer.
    pub was_unclear: bool,
    /// How its deletion was refused, while that is still to be looked up.
    pub refused_as: Option<RefusedAs>,
    /// What the portal said when it refused.
    pub portal_words: Option<PortalWords>,
}

impl OutcomeUpdate {
    /// Open again: the call was refused before it was tried, or did not go out.
    #[must_use]
    pub fn untried(contact_id: ContactId) -> Self {
        Self::new(contact_id, Outcome::Pending)
    }

    /// Open again: the answer was lost, and the contact is still there.
    #[must_use]
    pub fn unclear(contact_id: ContactId) -> Self {
        Self { was_unclear: true, ..Self::new(contact_id, Outcome::Pending) }
    }

    /// Refused: nothing was done, and nothing is asked for again, but whether the contact is there a look has to tell.
    #[must_use]
    pub fn refused(contact_id: ContactId, refused_as: RefusedAs) -> Self {
        Self { refused_as: Some(refused_as), ..Self::new(contact_id, Outcome::Asked) }
    }

    /// The same with what the portal said.
    #[must_use]
    pub fn with_portal_words(self, portal_words: Option<PortalWords>) -> Self {
        Self { portal_words, ..self }
    }

    /// The outcome of a contact that was refused, and is there. Where the reason is not sure, most are forbidden.
    /// What a call did not come to was never begun.
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
