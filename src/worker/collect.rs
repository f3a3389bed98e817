//! Collects the contacts of a filter page by page and freezes the set. Contacts that match later do not join.
//! Excepted contacts are left out.

use tokio_util::sync::CancellationToken;

use super::context::WorkerContext;
use super::failure_policy::{FailurePolicy, fail};
use super::{WorkError, WorkResult};
use crate::bitrix::contacts;
use crate::domain::ids::ContactId;
use crate::domain::job::{Job, JobState, Reason};
use crate::domain::settings::Settings;
use crate::flows::jobs::{DRAFT_LIFETIME, FilterSet, PREPARED_LIFETIME};
use crate::store::items::Interrupted;

/// The numbers of a collected set.
#[derive(Clone, Copy)]
struct Collected {
    /// Contacts of the set.
    total: u32,
    /// Contacts that match the filter but are excepted.
    excepted: u32,
}

/// Collects all pages. If the service stops, the next claim continues at the stored cursor.
pub(super) async fn run(
    context: &WorkerContext,
    job: &Job,
    stop: &CancellationToken,
) -> Result<WorkResult, WorkError> {
    let client = context.client(job);
    let stored = context.store.find_job_filter(job).await?;
    let set = stored.as_deref().and_then(FilterSet::read_text).filter(|set| !set.query.is_empty());
    let Some(set) = set else { return Ok(fail(Reason::Internal)) };
    let settings = match client.settings().await {
        Ok(settings) => settings,
        Err(failure) => return Ok(FailurePolicy::for_job(job, &context.clock).for_failure(&failure)),
    };
    match collect(context, job, &set, &settings, stop).await? {
        Ok(collected) => freeze(context, job, &settings, collected).await,
        Err(end) => Ok(end),
    }
}

/// Reads the filter to its end. `Err`: the job stops earlier, with this result.
async fn collect(
    context: &WorkerContext,
    job: &Job,
    set: &FilterSet,
    settings: &Settings,
    stop: &CancellationToken,
) -> Result<Result<Collected, WorkResult>, WorkError> {
    let (lease, client, policy) =
        (context.lease(job.id), context.client(job), FailurePolicy::for_job(job, &context.clock));
    let (filter, search, rest) = (&set.query.filter, set.query.search.as_ref(), client.rest());
    let (mut cursor, mut total, mut excepted) = (job.cursor, job.counts.total, job.excepted);
    loop {
        if stop.is_cancelled() {
            return Ok(Err(WorkResult::to(JobState::Collecting)));
        }
        let call = |caller| async move { contacts::list(rest, &caller, filter, search, cursor).await };
        let page = match client.call(call).await {
            Ok(page) => page,
            Err(error) => return Ok(Err(policy.for_access_error(&error))),
        };
        let has_changed =
            page.total.is_some() && job.expected_total.is_some_and(|_| page.total != job.expected_total);
        if cursor.is_none() && has_changed {
            return Ok(Err(fail(Reason::TotalChanged)));
        }
        let found = page.rows.iter().map(|row| row.id);
        let is_excepted = |id: &ContactId| set.except.binary_search(id).is_ok();
        let (excepted_here, ids): (Vec<ContactId>, Vec<_>) = found.partition(is_excepted);
        let excepted_here = u32::try_from(excepted_here.len()).unwrap_or(u32::MAX);
        if let Some(last) = page.next.or_else(|| page.rows.last().map(|row| row.id)) {
            if remove_missing(context, job, &ids, Some(last)).await?.is_err() {
                return Ok(Err(WorkResult::Interrupted));
            }
            match context
                .write_with_retry(|| context.store.collect_items(&lease, &ids, excepted_here, last))
                .await?
            {
                Ok(sum) => total = sum,
                Err(Interrupted) => return Ok(Err(WorkResult::Interrupted)),
            }
            // When a set is collected again, contacts that no longer match are removed at the end. So its size is
            // checked later.
            if job.frozen_at.is_none() && total > settings.max_contacts_per_job {
                return Ok(Err(fail(Reason::TooMany)));
            }
        }
        excepted += excepted_here;
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    Ok(match remove_missing(context, job, &[], None).await? {
        Ok(left) => Ok(Collected { total: left.unwrap_or(total), excepted }),
        Err(Interrupted) => Err(WorkResult::Interrupted),
    })
}

/// Compares the set with the numbers that the user saw and confirmed, and with the limits. Then freezes it.
async fn freeze(
    context: &WorkerContext,
    job: &Job,
    settings: &Settings,
    collected: Collected,
) -> Result<WorkResult, WorkError> {
    let (Collected { total, excepted }, lease) = (collected, context.lease(job.id));
    if total > settings.max_contacts_per_job {
        return Ok(fail(Reason::TooMany));
    }
    let is_as_seen = job.expected_total.is_none_or(|expected| expected == total + excepted);
    let is_as_confirmed = match job.confirm_total {
        Some(confirmed) => confirmed == total,
        // An exception that matches no contact makes the set larger, perhaps so large that its number must be
        // confirmed.
        None => job.is_draft || total < settings.confirm_from,
    };
    if !is_as_seen || !is_as_confirmed {
        return Ok(fail(Reason::TotalChanged));
    }
    if total == 0 && job.saved_filter.is_some() {
        // A calendar prepared this draft and no contact matches: no user needs to see it.
        return Ok(written(context.write_with_retry(|| context.store.forget_held_job(&lease)).await?));
    }
    if !job.is_draft
        && context.store.is_day_limit_reached(&job.principal, settings.max_contacts_per_day).await?
    {
        return Ok(fail(Reason::DayLimit));
    }
    let lifetime = if job.saved_filter.is_some() { PREPARED_LIFETIME } else { DRAFT_LIFETIME };
    let until = context.clock.now().plus(lifetime);
    Ok(written(context.write_with_retry(|| context.store.freeze_job(&lease, until)).await?))
}

/// Removes contacts that were frozen earlier and no longer match, up to the contact `end`, or to the last one if it
/// is `None`. Returns how many contacts are left; `None` for a set that is collected for the first time.
async fn remove_missing(
    context: &WorkerContext,
    job: &Job,
    found: &[ContactId],
    end: Option<ContactId>,
) -> Result<Result<Option<u32>, Interrupted>, WorkError> {
    if job.frozen_at.is_none() {
        return Ok(Ok(None));
    }
    let lease = context.lease(job.id);
    loop {
        match context.write_with_retry(|| context.store.drop_missing(&lease, found, end)).await? {
            Ok((left, true)) => return Ok(Ok(Some(left))),
            Ok((_, false)) => {}
            Err(Interrupted) => return Ok(Err(Interrupted)),
        }
    }
}

fn written(written: Result<(), Interrupted>) -> WorkResult {
    written.map_or(WorkResult::Interrupted, |()| WorkResult::AlreadyMoved)
}
