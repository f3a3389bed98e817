//! A look at the contacts before anything is done to them.

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

/// What the webhook's user sees.
#[derive(Debug)]
pub(super) struct ExistingContacts {
    /// The contacts that are there.
    pub(super) there: HashSet<ContactId>,
}

impl ExistingContacts {
    /// What a report says about a contact that was only looked for.
    pub(super) fn outcome(&self, id: ContactId) -> Outcome {
        if self.there.contains(&id) { Outcome::Pending } else { Outcome::Gone }
    }
}

/// Finds out which contacts are there. Only reads.
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

/// What came of a look that waits for a portal.
pub(super) enum LookupResult {
    Found(ExistingContacts),
    /// The portal did not answer for all the time that it was waited for, or somebody stopped it; and why.
    Unknown(String),
    /// Waiting does not help; and why.
    Never(String),
}

/// Looks which contacts are there, again and again while the portal does not answer, for so long.
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
        let looked = tokio::select! {
            looked = find_existing(client, ids) => looked,
            () = stopped(&mut signals) => return LookupResult::Unknown("it was stopped".to_owned()),
        };
        let why = match looked {
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

/// Resolves when somebody wants the command to stop, where that is listened for.
async fn stopped(signals: &mut Option<&mut Signals>) {
    match signals {
        Some(signals) => drop(signals.recv().await),
        None => std::future::pending().await,
    }
}

/// Names the first few that are there, for somebody who looks at a screen. A file or a mail gets no names.
pub(super) async fn show_names(client: &JobClient, found: &ExistingContacts) {
    const SHOWN: usize = 10;
    let mut ids: Vec<ContactId> = found.there.iter().copied().collect();
    ids.sort_unstable();
    ids.truncate(SHOWN);
    let (rest, Ok(endpoint)) = (client.rest(), client.endpoint().await) else { return };
    let named = &ids;
    let rows = client.call(|caller| async move { bulk::read_rows(rest, &caller, named).await }).await;
    // What was counted has been said; names are an extra.
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
