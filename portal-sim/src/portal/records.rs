//! What a test can ask afterwards: what really happened, and every call.

use super::handle::Portal;
use crate::php::text;
use crate::world::{Addition, Call, Concurrency, Deletion, EventDelivery, Notice};

impl Portal {
    /// The notices that users have now.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        self.data().notices.clone()
    }

    /// The option that the application stores for a user under this name.
    #[must_use]
    pub fn user_option(&self, user_id: u64, name: &str) -> Option<String> {
        self.data().app.user_options.get(&user_id).and_then(|options| options.get(name)).map(text)
    }

    /// The real deletions, in order.
    #[must_use]
    pub fn deletions(&self) -> Vec<Deletion> {
        self.data().deletions.clone()
    }

    /// How many requests, or commands in batches, asked for the deletion of this contact, executed or not. Refused, cut
    /// and unauthorized ones count too; numbers from `$result[…]` do not.
    #[must_use]
    pub fn delete_requests(&self, contact_id: u64) -> usize {
        self.data().delete_requests.get(&contact_id).copied().unwrap_or_default()
    }

    /// How often the deletion of this contact was really tried: the call passed all limits and token checks, with any
    /// outcome. More than one means that a client sent the call again without looking.
    #[must_use]
    pub fn delete_runs(&self, contact_id: u64) -> usize {
        self.data().delete_runs.get(&contact_id).copied().unwrap_or_default()
    }

    /// The contacts that were really added over REST, in order.
    #[must_use]
    pub fn additions(&self) -> Vec<Addition> {
        self.data().additions.clone()
    }

    /// How many calls of a method there were, in batches too. `*` counts all requests; a batch counts once. It is fast.
    #[must_use]
    pub fn call_count(&self, method: &str) -> usize {
        self.core.journal.count(method)
    }

    /// The requests of this method in flight as the caller sees them: from the arrival to the answer, which may be the
    /// gateway's. `*` stands for all methods.
    #[must_use]
    pub fn in_flight(&self, method: &str) -> Concurrency {
        self.core.journal.concurrency(method, false)
    }

    /// The requests of this method that the portal executes: not those in the queue, but also those whose caller has
    /// given up. `*` stands for all methods.
    #[must_use]
    pub fn at_work(&self, method: &str) -> Concurrency {
        self.core.journal.concurrency(method, true)
    }

    /// Every call in order: each request to `batch`, and each command in it.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.core.journal.list()
    }

    /// The calls of one method, in order.
    #[must_use]
    pub fn calls_of(&self, method: &str) -> Vec<Call> {
        self.core.journal.list_of(method)
    }

    /// The events that were posted, in the order in which their answers came.
    #[must_use]
    pub fn event_deliveries(&self) -> Vec<EventDelivery> {
        self.core.outbox.deliveries()
    }

    /// Waits until no event is being delivered.
    pub async fn events_settled(&self) {
        self.core.outbox.settled().await;
    }
}
