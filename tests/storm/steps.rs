//! Doing what a plan says.

use std::sync::Arc;
use std::time::Duration;

use contact_eraser::domain::ids::ContactId;
use contact_eraser::domain::job::JobId;
use contact_eraser::domain::saved_filter::FilterBody;
use contact_eraser::domain::schedule::{Every, Schedule};
use contact_eraser::flows::jobs::{Confirmed, Set, Wish};
use contact_eraser::flows::query::ContactQuery;
use contact_eraser::flows::{Flows, Viewer};
use portal_sim::{Fault, Faults, Nth, Outage, PortalState, Rights};
use serde_json::{Map, Value, json};
use tokio::task::JoinHandle;

use crate::plan::{Condition, Decision, FaultKind, Filter, OutageKind, Pick, Reach, What, Who};
use crate::world::{World, lock, open, viewer};

/// What is under way besides the steps.
#[derive(Debug, Default)]
pub(crate) struct Hands {
    pub(crate) wishes: Vec<JoinHandle<()>>,
    number: usize,
    restarts: Vec<(usize, Duration)>,
}

/// Lets one thing happen. Wishes are begun; what becomes of them is not waited for.
pub(crate) async fn act(world: &mut World, hands: &mut Hands, what: &What) {
    hands.number += 1;
    restart_due(world, hands).await;
    match what {
        What::Kill { .. }
        | What::StopProcess { .. }
        | What::Freeze { .. }
        | What::SecondProcess
        | What::Rekey => {
            process(world, hands, what).await;
        }
        What::Open(_)
        | What::Delete { .. }
        | What::DeleteFound { .. }
        | What::Start(_)
        | What::Pause(_)
        | What::Resume(_)
        | What::Cancel(_)
        | What::Restore { .. }
        | What::DestroyCopies(_)
        | What::Single(..)
        | What::Decide(..)
        | What::SaveFilter { .. }
        | What::Disconnect(_) => wish(world, hands, what),
        _ => portal(world, hands, what).await,
    }
}

/// Processes whose time to come back has come are started.
pub(crate) async fn restart_due(world: &mut World, hands: &mut Hands) {
    let now = world.clock.elapsed();
    for (at, when) in std::mem::take(&mut hands.restarts) {
        if when > now {
            hands.restarts.push((at, when));
        } else if world.processes[at].is_none() {
            world.start(at).await;
        }
    }
}

async fn process(world: &mut World, hands: &mut Hands, what: &What) {
    match *what {
        What::Kill { process, down } => {
            if let Some(process) = world.processes[process].take() {
                process.kill().await;
            }
            hands.restarts.push((process, world.clock.elapsed() + Duration::from_secs(down)));
        }
        What::StopProcess { process, down } => {
            if let Some(process) = world.processes[process].take() {
                process.stop().await;
                hands.restarts.push((0, world.clock.elapsed() + Duration::from_secs(down)));
            }
        }
        What::Freeze { process, seconds } => {
            if let Some(process) = &world.processes[process] {
                process.life.freezes_for(Duration::from_secs(seconds));
            }
        }
        What::SecondProcess if world.processes[1].is_none() => world.start(1).await,
        What::Rekey => {
            if let Some(process) = world.processes.iter().flatten().next() {
                let store = process.store.clone();
                hands.wishes.push(tokio::spawn(async move {
                    let _done = store.rekey(|_| ()).await;
                }));
            }
        }
        _ => {}
    }
    restart_due(world, hands).await;
}

fn reach(reach: Reach) -> Rights {
    match reach {
        Reach::All => Rights::All,
        Reach::Own => Rights::Own,
        Reach::None => Rights::None,
    }
}

async fn portal(world: &mut World, hands: &mut Hands, what: &What) {
    let at = |portal: usize| world.sim.portal(portal);
    match *what {
        What::Uninstall { portal, clean } => {
            at(portal).uninstall(clean);
            lock(&world.notes).forgotten.insert(portal);
            if clean {
                lock(&world.notes).wiped.insert(portal);
            }
        }
        What::Reinstall(portal) => world.install(portal).await,
        What::Rename(portal) => drop(at(portal).rename_in_memory()),
        What::Dismiss(who) => at(who.portal).dismiss(who.user),
        What::Reinstate(who) => at(who.portal).reinstate(who.user),
        What::MayDelete(who, range) => at(who.portal).set_rights(who.user, Rights::All, reach(range)),
        What::MayAdd(who, range) => at(who.portal).set_add_right(who.user, reach(range)),
        What::ExpireTokens(who) => at(who.portal).expire_user(who.user),
        What::Outage { portal, kind, seconds } => {
            let outage = match kind {
                OutageKind::Unavailable => Outage::Unavailable,
                OutageKind::Cut => Outage::Cut,
                OutageKind::Silent => Outage::Silent,
            };
            let (portal, nap) = (at(portal), world.clock.nap(Duration::from_secs(seconds)));
            portal.set_outage(Some(outage));
            hands.wishes.push(tokio::spawn(async move {
                nap.await;
                portal.set_outage(None);
            }));
        }
        What::Condition { portal, condition, seconds } => {
            let state = match condition {
                Condition::Unpaid => PortalState::PaymentRequired,
                Condition::Overloaded => PortalState::Overloaded,
                Condition::NoPlan => PortalState::PlanRestricted,
            };
            let (portal, nap) = (at(portal), world.clock.nap(Duration::from_secs(seconds)));
            portal.set_state(state);
            hands.wishes.push(tokio::spawn(async move {
                nap.await;
                portal.set_state(PortalState::Active);
            }));
        }
        What::Break { portal, method, after, fault } => script(at(portal).faults(), method, after, fault),
        What::BreakAuthorization { after, fault } => {
            script(world.sim.oauth_faults(), "oauth/token", after, fault);
        }
        What::Remove { portal, contact } => {
            if let Some(id) = place(world, portal, contact) {
                lock(&world.notes).removed.insert((portal, id));
                at(portal).remove_contact(id);
            }
        }
        What::AddDeal { portal, contact } => {
            if let Some(id) = place(world, portal, contact) {
                at(portal).add_deal(&[id], true);
            }
        }
        What::Slow { portal, method, millis } => {
            at(portal).set_method_cost(method, Duration::from_millis(millis));
        }
        _ => {}
    }
}

fn script(faults: &Faults, method: &str, after: usize, kind: FaultKind) {
    let fault = match kind {
        FaultKind::Html502 => Fault::Html(502),
        FaultKind::Lost502 => Fault::html_after_work(502),
        FaultKind::Empty => Fault::EmptyBody,
        FaultKind::Truncated => Fault::Truncated,
        FaultKind::CutBefore => Fault::CutBefore,
        FaultKind::CutAfter => Fault::CutAfter,
        FaultKind::Slow(seconds) => Fault::Delay(Duration::from_secs(seconds)),
        FaultKind::Late(seconds) => Fault::LateAnswer(Duration::from_secs(seconds)),
        FaultKind::QueryLimit => Fault::query_limit(),
        FaultKind::OperationLimit => Fault::operation_time_limit(),
        FaultKind::Expired => Fault::expired_token(),
        FaultKind::Denied => Fault::access_denied(),
        FaultKind::Internal => Fault::refusal(500, "INTERNAL_SERVER_ERROR", ""),
        FaultKind::Lie => Fault::LieTrue,
        FaultKind::Handler => Fault::HandlerRefuses("no".to_owned()),
        FaultKind::Previous => Fault::PreviousAnswer,
        FaultKind::Hang => Fault::Hang,
    };
    faults.script(method, Nth::Call(after + 1), fault);
}

/// The contact at a place of the portal's list as it was at first.
fn place(world: &World, portal: usize, at: usize) -> Option<u64> {
    let born = &world.born[portal];
    born.keys().nth(at % born.len().max(1)).copied()
}

fn picked(world: &World, portal: usize, pick: Pick) -> Vec<u64> {
    let ids: Vec<u64> = world.born[portal].keys().copied().collect();
    let count = pick.count.min(ids.len());
    (0..count).map(|nth| ids[(pick.from + nth) % ids.len()]).collect()
}

fn filter_object(filter: Filter) -> Map<String, Value> {
    let object = match filter {
        Filter::AssignedTo(user) => json!({"assigned_by": user}),
        Filter::CreatedBy(user) => json!({"created_by": user}),
        Filter::WithoutPhone => json!({"without": "phone"}),
        Filter::Everybody => json!({"created_from": "1970-01-01"}),
    };
    object.as_object().cloned().unwrap_or_default()
}

fn contact_ids(ids: &[u64]) -> Vec<ContactId> {
    ids.iter().filter_map(|id| ContactId::new(u32::try_from(*id).ok()?)).collect()
}

/// Begins what a person wishes, at some living process.
fn wish(world: &mut World, hands: &mut Hands, what: &What) {
    let Some(flows) = world.flows(hands.number) else { return };
    let wished = match what {
        What::Start(nth)
        | What::Pause(nth)
        | What::Resume(nth)
        | What::Cancel(nth)
        | What::DestroyCopies(nth) => world.job(*nth),
        What::Restore { nth, .. } => world.job(*nth),
        _ => None,
    };
    let who = match what {
        What::Open(who) | What::Single(who, _) => *who,
        What::Delete { who, .. } | What::DeleteFound { who, .. } => *who,
        What::Decide(portal, _) | What::Disconnect(portal) | What::SaveFilter { portal, .. } => {
            Who { portal: *portal, user: 1 }
        }
        What::DestroyCopies(_) => match wished {
            Some((who, _)) => Who { user: 1, ..who },
            None => return,
        },
        _ => match wished {
            Some((who, _)) => who,
            None => return,
        },
    };
    let ids = match what {
        What::Delete { pick, .. } => picked(world, who.portal, *pick),
        What::Single(_, contact) => place(world, who.portal, *contact).into_iter().collect(),
        _ => Vec::new(),
    };
    note(world, who, what, &ids);
    let (portal, notes) = (world.sim.portal(who.portal), Arc::clone(&world.notes));
    let (what, number) = (what.clone(), hands.number);
    hands.wishes.push(tokio::spawn(async move {
        if let What::Open(_) = what {
            open(&flows, &portal, who, &notes).await;
            return;
        }
        let Some(viewer) = viewer(&flows, &portal, who, &notes).await else { return };
        let (request, wished_for) = (format!("wish-{number}"), what.clone());
        let made = match what {
            What::Delete { with_deals, is_draft, .. } => {
                let set = Set::Ids(contact_ids(&ids));
                create(&flows, &viewer, set, with_deals, is_draft, &request).await
            }
            What::DeleteFound { filter, is_draft, .. } => {
                let object = filter_object(filter);
                let Some(query) = ContactQuery::read(&object) else { return };
                let set = Set::Filter(query, Value::Object(object));
                create(&flows, &viewer, set, false, is_draft, &request).await
            }
            What::Restore { part, .. } => {
                let Some((_, job)) = wished else { return };
                restore(&flows, &viewer, job, part, &request).await
            }
            what => {
                order(&flows, viewer, &what, wished.map(|(_, job)| job), &ids, &request, &notes, who).await;
                None
            }
        };
        if let Some(job) = made {
            let mut notes = lock(&notes);
            if !notes.jobs.contains(&(who, job)) {
                notes.jobs.push((who, job));
            }
            notes.drafts.insert(job, ids);
            if let What::DeleteFound { filter, .. } = wished_for {
                notes.draft_filters.insert(job, filter);
            }
        }
    }));
}

/// What a wish allows is noted before it is said: its answer may get lost.
fn note(world: &World, who: Who, what: &What, ids: &[u64]) {
    let mut notes = lock(&world.notes);
    match what {
        What::Delete { is_draft, with_deals, .. } => {
            if !is_draft {
                notes.confirmed.extend(ids.iter().map(|id| (who, *id)));
            }
            if *with_deals {
                notes.deals_may_go.insert(who.portal);
            }
        }
        What::DeleteFound { filter, is_draft: false, .. } => notes.filters.push((who, *filter)),
        What::Single(..) => {
            notes.singles.extend(ids.iter().map(|id| (who, *id)));
            notes.deals_may_go.insert(who.portal);
        }
        What::Decide(portal, Decision::DeleteDeals) => {
            notes.deals_may_go.insert(*portal);
        }
        What::Disconnect(portal) => {
            notes.wiped.insert(*portal);
            notes.forgotten.insert(*portal);
        }
        _ => {}
    }
}

async fn create(
    flows: &Flows,
    viewer: &Viewer,
    set: Set,
    include_open_deals: bool,
    is_draft: bool,
    request: &str,
) -> Option<JobId> {
    let wish = Wish {
        set,
        expected_total: None,
        is_draft,
        include_open_deals,
        keeps_snapshot: None,
        saved_filter: None,
        idempotency_key: Some(request.to_owned()),
    };
    flows.create_job(viewer, wish, request).await.ok().map(|made| made.job.id)
}

async fn restore(
    flows: &Flows,
    viewer: &Viewer,
    job: JobId,
    part: Option<usize>,
    request: &str,
) -> Option<JobId> {
    let named = match part {
        None => None,
        Some(part) => {
            let items = flows.job_items(viewer, job, None, None, 200).await.ok()?;
            Some(items.into_iter().map(|item| item.contact_id).take(part).collect())
        }
    };
    flows.restore_job(viewer, job, named, Some(request), request).await.ok().map(|made| made.job.id)
}

#[expect(clippy::too_many_arguments, reason = "what a person says to a job, and where it is noted")]
async fn order(
    flows: &Arc<Flows>,
    viewer: Viewer,
    what: &What,
    job: Option<JobId>,
    ids: &[u64],
    request: &str,
    notes: &std::sync::Mutex<crate::world::Notes>,
    who: Who,
) {
    match (what, job) {
        (What::Start(_), Some(job)) => {
            let Ok(view) = flows.show_job(&viewer, job).await else { return };
            {
                let mut notes = lock(notes);
                let set = notes.drafts.get(&job).cloned().unwrap_or_default();
                notes.confirmed.extend(set.into_iter().map(|id| (who, id)));
                let filter = notes.draft_filters.get(&job).copied();
                notes.filters.extend(filter.map(|filter| (who, filter)));
            }
            let confirmed = Confirmed { total: view.job.counts.total, keeps_snapshot: None };
            let _answer = flows.start_job(&viewer, job, confirmed, request).await;
        }
        (What::Pause(_), Some(job)) => drop(flows.pause_job(&viewer, job, request).await),
        (What::Resume(_), Some(job)) => drop(flows.resume_job(&viewer, job, request).await),
        (What::Cancel(_), Some(job)) => drop(flows.cancel_job(&viewer, job, request).await),
        (What::DestroyCopies(_), Some(job)) => drop(flows.destroy_snapshots(&viewer, job, request).await),
        (What::Single(..), _) => {
            if let Some(id) = contact_ids(ids).first() {
                let _answer = flows.erase(viewer, *id, request.to_owned()).await;
            }
        }
        (What::Decide(_, decision), _) => {
            let _answer = flows.save_settings(&viewer, &wished(*decision), None).await;
        }
        (What::SaveFilter { filter, .. }, _) => {
            let body = FilterBody {
                name: "storm".to_owned(),
                conditions: filter_object(*filter),
                older_than_days: None,
            };
            let _answer = flows.save_filter(&viewer, None, body, Schedule::new(Every::Day, 1, 3)).await;
        }
        (What::Disconnect(_), _) => {
            let domain = viewer.portal.endpoint.host().to_string();
            let _answer = flows.disconnect(viewer, &domain).await;
        }
        _ => {}
    }
}

fn wished(decision: Decision) -> Map<String, Value> {
    let object = match decision {
        Decision::KeepDeals => json!({"open_deals": "keep"}),
        Decision::AskDeals => json!({"open_deals": "ask"}),
        Decision::DeleteDeals => json!({"open_deals": "delete"}),
        Decision::NoCopies => json!({"snapshot_days": 0}),
        Decision::Copies(days) => json!({"snapshot_days": days}),
        Decision::ByItem => json!({"method": "crm.item.delete"}),
        Decision::ByContact => json!({"method": "crm.contact.delete"}),
        Decision::Administrators => json!({"who_may_delete": "administrators"}),
        Decision::Everyone => json!({"who_may_delete": "everyone"}),
        Decision::DayLimit(limit) => json!({"max_contacts_per_day": limit}),
    };
    object.as_object().cloned().unwrap_or_default()
}
