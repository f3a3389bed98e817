//! Jobs and their contacts as JSON.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::domain::clock::UnixTime;
use crate::domain::contact::Personal;
use crate::domain::erasure::Reference;
use crate::domain::job::{Item, JobState, Outcome};
use crate::domain::language::Language;
use crate::flows::jobs::{JobView, RestoreOf};
use crate::i18n;

/// A job.
pub(super) fn job_json(view: &JobView) -> Value {
    let job = &view.job;
    let counts = &job.counts;
    let is_at_work = matches!(job.state, JobState::Running | JobState::Verifying);
    json!({
        "id": job.id.0,
        "number": job.number,
        "kind": job.kind.as_str(),
        "single": job.is_single,
        "state": job.state.as_str(),
        "reason": job.reason.map(crate::domain::job::Reason::as_str),
        "total": counts.total,
        "deleted": counts.deleted,
        "gone": counts.gone,
        "denied": counts.denied,
        "protected": counts.protected,
        "failed": counts.failed,
        "pending": counts.pending(),
        "cancelled": counts.cancelled,
        "restored": counts.restored,
        "verified": if job.state == JobState::Done || job.verified > 0 { Some(job.verified) } else { None },
        "created_by": job.principal.user_id,
        "created_at": moment(Some(job.created_at)),
        "started_at": moment(job.started_at),
        "finished_at": moment(job.finished_at),
        "expires_at": moment(job.expires_at.filter(|_| job.state == JobState::Draft)),
        "resumes_at": moment(job.resumes_at),
        "paused_at": moment(job.paused_at),
        "paused_by": job.paused_by,
        "rate": job.rate.filter(|_| is_at_work),
        "eta_seconds": job.eta_seconds.filter(|_| is_at_work),
        "include_open_deals": job.include_open_deals,
        "source_job": job.source_job.map(|source| source.0),
        "source_number": view.source_number,
        "restores": view.restores.iter().map(restore_json).collect::<Vec<_>>(),
        "snapshot_until": moment(view.snapshot_until),
        "saved_filter": job.saved_filter.map(|filter| filter.0),
        "keeps_snapshot": job.keeps_snapshot,
        "restorable": view.restorable,
        "reference": view.reference.as_ref().map(Reference::as_str),
    })
}

fn restore_json(restore: &RestoreOf) -> Value {
    json!({"id": restore.id.0, "number": restore.number, "restored": restore.restored, "is_over": restore.is_over})
}

/// One contact with its outcome.
pub(super) fn item_json(item: &Item, language: Language) -> Value {
    let mut value = json!({"contact_id": item.contact_id, "outcome": outcome_word(item.outcome)});
    if let Some(code) = item.code {
        value["code"] = code.as_str().into();
        let key = format!("item-{}", code.as_str().replace('_', "-"));
        let twin = item.twin_id.map_or_else(String::new, |twin_id| twin_id.to_string());
        value["message"] = i18n::text_with(language, &key, &[("number", twin)]).into();
    }
    if let Some(words) = item.portal_words.as_ref().filter(|_| item.outcome != Outcome::Asked) {
        value["portal_says"] = words.expose().into();
    }
    if let Some(new_id) = item.new_id {
        value["new_id"] = new_id.get().into();
    }
    if let Some(twin_id) = item.twin_id {
        value["twin_id"] = twin_id.get().into();
    }
    if let Some(at) = moment(item.settled_at) {
        value["settled_at"] = at.into();
    }
    value
}

/// Adds the contact's name to an item.
pub(super) fn with_name(mut item: Value, name: Option<&Personal>) -> Value {
    if let Some(name) = name {
        item["name"] = name.0.as_str().into();
    }
    item
}

/// Adds an open deal of the contact to an item.
pub(super) fn with_deal(mut item: Value, deal: Option<u32>) -> Value {
    if let Some(deal) = deal {
        item["deal_id"] = deal.into();
    }
    item
}

/// An item for a line of a table: the portal's words are part of the message.
pub(super) fn item_row_json(item: &Item, language: Language) -> Value {
    let mut value = item_json(item, language);
    if value.get("portal_says").is_some() {
        value["message"] = item.with_portal_words(value["message"].as_str().unwrap_or_default()).into();
    }
    value
}

/// The outcome `asked` is shown as `pending`.
pub(super) fn outcome_word(outcome: Outcome) -> &'static str {
    if outcome == Outcome::Asked { Outcome::Pending.as_str() } else { outcome.as_str() }
}

fn moment(at: Option<UnixTime>) -> Option<String> {
    Some(Timestamp::from_second(at?.0).ok()?.to_string())
}
