//! Looks up the contacts before anything is deleted.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use super::job::Signals;
use super::messages::{self, Persistence};
use super::wait::describe;
use super::{print_error, print_line};
use crate::bitrix::contacts::{RelatedNames, bulk};
use crate::bitrix::read_size::ReadKind;
use crate::domain::ids::ContactId;
use crate::domain::job::Outcome;
use crate::flows::job_client::{AccessError, JobClient};

/// The contacts that the webhook's user can see.
#[derive(Debug)]
pub(super) struct ExistingContacts {
    /// The ids of these contacts.
    pub(super) there: HashSet<ContactId>,
}

impl ExistingContacts {
    /// What a report says about a contact that was only looked up.
    pub(super) fn outcome(&self, id: ContactId) -> Outcome {
        if self.there.contains(&id) { Outcome::Pending } else { Outcome::Gone }
    }
}

/// Finds out which contacts exist. Only reads.
///
/// # Errors
/// See [`AccessError`].
pub(super) async fn find_existing(
    client: &JobClient,
    ids: &[ContactId],
) -> Result<ExistingContacts, AccessError> {
    let mut there = HashSet::new();
    let (rest, endpoint) = (client.rest(), client.endpoint().await?);
    let mut left = ids;
    while !left.is_empty() {
        let most = rest.limiter().contacts_per_read(&endpoint, ReadKind::Ids);
        let (part, others) = left.split_at(most.min(left.len()));
        left = others;
        there.extend(
            client.call(|caller| async move { bulk::find_existing(rest, &caller, part).await }).await?,
        );
    }
    Ok(ExistingContacts { there })
}

/// The result of a lookup that waits for the portal.
pub(super) enum LookupResult {
    Found(ExistingContacts),
    /// The portal did not answer in time, or the user stopped the lookup; with the reason.
    Unknown(String),
    /// Waiting does not help; with the reason.
    Never(String),
}

/// Looks up which contacts exist. Retries for `longest` while the portal does not answer.
pub(super) async fn find_existing_with_retry(
    client: &JobClient,
    ids: &[ContactId],
    longest: Duration,
    mut signals: Option<&mut Signals>,
) -> LookupResult {
    const FIRST_PAUSE: Duration = Duration::from_secs(2);
    const LONGEST_PAUSE: Duration = Duration::from_mins(1);
    let (begun, mut pause) = (Instant::now(), FIRST_PAUSE);
    loop {
        let result = tokio::select! {
            result = find_existing(client, ids) => result,
            () = stopped(&mut signals) => return LookupResult::Unknown("it was stopped".to_owned()),
        };
        let why = match result {
            Ok(found) => return LookupResult::Found(found),
            Err(error) => match messages::for_error(&error) {
                (why, Persistence::Permanent) => return LookupResult::Never(why),
                (why, Persistence::Temporary) => why,
            },
        };
        let left = longest.saturating_sub(begun.elapsed());
        if left.is_zero() {
            return LookupResult::Unknown(format!(
                "{why}. Given up after {} (--wait); run it again later",
                describe(longest)
            ));
        }
        print_error(&format!("{why}; tried again in {} s", pause.min(left).as_secs().max(1)));
        tokio::select! {
            () = tokio::time::sleep(pause.min(left)) => {}
            () = stopped(&mut signals) => return LookupResult::Unknown("it was stopped".to_owned()),
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Resolves at the next signal. Never resolves when the command does not listen for signals.
async fn stopped(signals: &mut Option<&mut Signals>) {
    match signals {
        Some(signals) => drop(signals.recv().await),
        None => std::future::pending().await,
    }
}

/// Prints the names of the first contacts for a user at a terminal. Names are never written to a file or a pipe.
pub(super) async fn show_names(client: &JobClient, found: &ExistingContacts) {
    const SHOWN: usize = 10;
    let mut ids: Vec<ContactId> = found.there.iter().copied().collect();
    ids.sort_unstable();
    ids.truncate(SHOWN);
    let (rest, Ok(endpoint)) = (client.rest(), client.endpoint().await) else { return };
    let named = &ids;
    let rows = client.call(|caller| async move { bulk::read_rows(rest, &caller, named).await }).await;
    // The count has already been printed; the names are optional.
    let Ok(rows) = rows else { return };
    for row in rows {
        let contact = row.into_contact(&endpoint, &RelatedNames::default());
        let name: String = contact.name.0.chars().filter(|c| !c.is_control()).collect();
        print_line(&format!("  {}  {name}", contact.id));
    }
    if found.there.len() > SHOWN {
        print_line("  …");
    }
}
