//! Executes the steps of a plan.

use std::sync::Arc;
use std::time::Duration;

use portal_sim::{Fault, Faults, Nth, Outage, PortalState, Rights};
use tokio::task::JoinHandle;

use crate::plan::{Action, Condition, FaultKind, OutageKind, Pick, Reach};
use crate::requests::start_request;
use crate::world::{World, lock};

/// Tasks that run beside the steps.
#[derive(Debug, Default)]
pub(crate) struct Background {
    pub(crate) tasks: Vec<JoinHandle<()>>,
    pub(crate) number: usize,
    restarts: Vec<(usize, Duration)>,
}

/// Executes one action. Requests of users are started but not awaited.
pub(crate) async fn act(world: &mut World, background: &mut Background, what: &Action) {
    background.number += 1;
    restart_due(world, background).await;
    match what {
        Action::Kill { .. }
        | Action::StopProcess { .. }
        | Action::Freeze { .. }
        | Action::SecondProcess
        | Action::Disk { .. }
        | Action::Rekey => {
            process(world, background, what).await;
        }
        Action::Open(_)
        | Action::Delete { .. }
        | Action::DeleteFound { .. }
        | Action::Start(_)
        | Action::Pause(_)
        | Action::Resume(_)
        | Action::Cancel(_)
        | Action::Restore { .. }
        | Action::DestroyCopies(_)
        | Action::Single(..)
        | Action::Decide(..)
        | Action::SaveFilter { .. }
        | Action::Disconnect(_) => start_request(world, background, what),
        Action::Outage { .. } | Action::Condition { .. } => disturb_portal(world, background, what),
        _ => portal(world, what).await,
    }
}

/// Starts the processes whose restart is due.
pub(crate) async fn restart_due(world: &mut World, background: &mut Background) {
    let now = world.clock.elapsed();
    for (at, when) in std::mem::take(&mut background.restarts) {
        if when > now {
            background.restarts.push((at, when));
        } else if world.processes[at].is_none() {
            world.start(at).await;
        }
    }
}

async fn process(world: &mut World, background: &mut Background, what: &Action) {
    match *what {
        Action::Kill { process, down } => {
            if let Some(process) = world.processes[process].take() {
                process.kill().await;
            }
            background.restarts.push((process, world.clock.elapsed() + Duration::from_secs(down)));
        }
        Action::StopProcess { process, down } => {
            if let Some(process) = world.processes[process].take() {
                process.stop().await;
                background.restarts.push((0, world.clock.elapsed() + Duration::from_secs(down)));
            }
        }
        Action::Freeze { process, seconds } => {
            if let Some(process) = &world.processes[process] {
                process.life.freezes_for(Duration::from_secs(seconds));
            }
        }
        Action::Disk { one_in, seconds } => {
            let (disk, timer) = (Arc::clone(&world.disk), world.clock.sleep(Duration::from_secs(seconds)));
            disk.fails(one_in);
            background.tasks.push(tokio::spawn(async move {
                timer.await;
                disk.end_faults();
            }));
        }
        Action::SecondProcess if world.processes[1].is_none() => world.start(1).await,
        Action::Rekey => {
            if let Some(process) = world.processes.iter().flatten().next() {
                let store = process.store.clone();
                background.tasks.push(process.does(async move {
                    let _done = store.rekey(|_| ()).await;
                }));
            }
        }
        _ => {}
    }
    restart_due(world, background).await;
}

fn reach(reach: Reach) -> Rights {
    match reach {
        Reach::All => Rights::All,
        Reach::Own => Rights::Own,
        Reach::None => Rights::None,
    }
}

/// The portal is unavailable or restricted for a while.
fn disturb_portal(world: &World, background: &mut Background, what: &Action) {
    match *what {
        Action::Outage { portal, kind, seconds } => {
            let outage = match kind {
                OutageKind::Unavailable => Outage::Unavailable,
                OutageKind::Cut => Outage::Cut,
                OutageKind::Silent => Outage::Silent,
            };
            let (portal, timer) = (world.sim.portal(portal), world.clock.sleep(Duration::from_secs(seconds)));
            portal.set_outage(Some(outage));
            background.tasks.push(tokio::spawn(async move {
                timer.await;
                portal.set_outage(None);
            }));
        }
        Action::Condition { portal, condition, seconds } => {
            let state = match condition {
                Condition::Unpaid => PortalState::PaymentRequired,
                Condition::Overloaded => PortalState::Overloaded,
                Condition::NoPlan => PortalState::PlanRestricted,
            };
            let (portal, timer) = (world.sim.portal(portal), world.clock.sleep(Duration::from_secs(seconds)));
            portal.set_state(state);
            background.tasks.push(tokio::spawn(async move {
                timer.await;
                portal.set_state(PortalState::Active);
            }));
        }
        _ => {}
    }
}

async fn portal(world: &World, what: &Action) {
    let at = |portal: usize| world.sim.portal(portal);
    match *what {
        Action::Uninstall { portal, clean } => {
            at(portal).uninstall(clean);
            lock(&world.notes).forgotten.insert(portal);
        }
        Action::Reinstall(portal) => world.install(portal).await,
        Action::Rename(portal) => drop(at(portal).rename_in_memory()),
        Action::Dismiss(who) => at(who.portal).dismiss(who.user),
        Action::Reinstate(who) => at(who.portal).reinstate(who.user),
        Action::MayDelete(who, range) => at(who.portal).set_rights(who.user, Rights::All, reach(range)),
        Action::MayAdd(who, range) => at(who.portal).set_add_right(who.user, reach(range)),
        Action::ExpireTokens(who) => at(who.portal).expire_user(who.user),
        Action::Break { portal, method, after, fault } => {
            lock(&world.notes).has_lied |= fault == FaultKind::Lie;
            script(at(portal).faults(), method, after, fault);
        }
        Action::BreakAuthorization { after, fault } => {
            script(world.sim.oauth_faults(), "oauth/token", after, fault);
        }
        Action::Remove { portal, contact } => {
            if let Some(id) = place(world, portal, contact) {
                lock(&world.notes).removed.insert((portal, id));
                at(portal).remove_contact(id);
            }
        }
        Action::AddDeal { portal, contact } => {
            if let Some(id) = place(world, portal, contact) {
                at(portal).add_deal(&[id], true);
            }
        }
        Action::Slow { portal, method, millis } => {
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
        FaultKind::Lie => Fault::FalseSuccess,
        FaultKind::Handler => Fault::HandlerRefuses("no".to_owned()),
        FaultKind::Previous => Fault::PreviousAnswer,
        FaultKind::Hang => Fault::Hang,
    };
    faults.script(method, Nth::Call(after + 1), fault);
}

/// The contact at a position of the portal's list at the beginning of the run.
pub(crate) fn place(world: &World, portal: usize, at: usize) -> Option<u64> {
    let initial_contacts = &world.initial_contacts[portal];
    initial_contacts.keys().nth(at % initial_contacts.len().max(1)).copied()
}

pub(crate) fn picked(world: &World, portal: usize, pick: Pick) -> Vec<u64> {
    let ids: Vec<u64> = world.initial_contacts[portal].keys().copied().collect();
    let count = pick.count.min(ids.len());
    (0..count).map(|nth| ids[(pick.from + nth) % ids.len()]).collect()
}
