//! Executes the steps of a plan.

use std::sync::Arc;
use std::time::Duration;

use portal_sim::{Fault, Faults, Nth, Outage, PortalState, Rights};
use tokio::task::JoinHandle;

use crate::plan::{Condition, FaultKind, OutageKind, Pick, Reach, What};
use crate::wishes::begin;
use crate::world::{World, lock};

/// Tasks that run beside the steps.
#[derive(Debug, Default)]
pub(crate) struct Hands {
    pub(crate) wishes: Vec<JoinHandle<()>>,
    pub(crate) number: usize,
    restarts: Vec<(usize, Duration)>,
}

/// Executes one action. Requests of users are started but not awaited.
pub(crate) async fn act(world: &mut World, hands: &mut Hands, what: &What) {
    hands.number += 1;
    restart_due(world, hands).await;
    match what {
        What::Kill { .. }
        | What::StopProcess { .. }
        | What::Freeze { .. }
        | What::SecondProcess
        | What::Disk { .. }
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
        | What::Disconnect(_) => begin(world, hands, what),
        What::Outage { .. } | What::Condition { .. } => disturb_portal(world, hands, what),
        _ => portal(world, what).await,
    }
}

/// Starts the processes whose restart is due.
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
        What::Disk { one_in, seconds } => {
            let (disk, nap) = (Arc::clone(&world.disk), world.clock.nap(Duration::from_secs(seconds)));
            disk.fails(one_in);
            hands.wishes.push(tokio::spawn(async move {
                nap.await;
                disk.is_well();
            }));
        }
        What::SecondProcess if world.processes[1].is_none() => world.start(1).await,
        What::Rekey => {
            if let Some(process) = world.processes.iter().flatten().next() {
                let store = process.store.clone();
                hands.wishes.push(process.does(async move {
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

/// The portal is unavailable or restricted for a while.
fn disturb_portal(world: &World, hands: &mut Hands, what: &What) {
    match *what {
        What::Outage { portal, kind, seconds } => {
            let outage = match kind {
                OutageKind::Unavailable => Outage::Unavailable,
                OutageKind::Cut => Outage::Cut,
                OutageKind::Silent => Outage::Silent,
            };
            let (portal, nap) = (world.sim.portal(portal), world.clock.nap(Duration::from_secs(seconds)));
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
            let (portal, nap) = (world.sim.portal(portal), world.clock.nap(Duration::from_secs(seconds)));
            portal.set_state(state);
            hands.wishes.push(tokio::spawn(async move {
                nap.await;
                portal.set_state(PortalState::Active);
            }));
        }
        _ => {}
    }
}

async fn portal(world: &World, what: &What) {
    let at = |portal: usize| world.sim.portal(portal);
    match *what {
        What::Uninstall { portal, clean } => {
            at(portal).uninstall(clean);
            lock(&world.notes).forgotten.insert(portal);
        }
        What::Reinstall(portal) => world.install(portal).await,
        What::Rename(portal) => drop(at(portal).rename_in_memory()),
        What::Dismiss(who) => at(who.portal).dismiss(who.user),
        What::Reinstate(who) => at(who.portal).reinstate(who.user),
        What::MayDelete(who, range) => at(who.portal).set_rights(who.user, Rights::All, reach(range)),
        What::MayAdd(who, range) => at(who.portal).set_add_right(who.user, reach(range)),
        What::ExpireTokens(who) => at(who.portal).expire_user(who.user),
        What::Break { portal, method, after, fault } => {
            lock(&world.notes).has_lied |= fault == FaultKind::Lie;
            script(at(portal).faults(), method, after, fault);
        }
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
        FaultKind::Lie => Fault::FalseSuccess,
        FaultKind::Handler => Fault::HandlerRefuses("no".to_owned()),
        FaultKind::Previous => Fault::PreviousAnswer,
        FaultKind::Hang => Fault::Hang,
    };
    faults.script(method, Nth::Call(after + 1), fault);
}

/// The contact at a position of the portal's list at the beginning of the run.
pub(crate) fn place(world: &World, portal: usize, at: usize) -> Option<u64> {
    let born = &world.born[portal];
    born.keys().nth(at % born.len().max(1)).copied()
}

pub(crate) fn picked(world: &World, portal: usize, pick: Pick) -> Vec<u64> {
    let ids: Vec<u64> = world.born[portal].keys().copied().collect();
    let count = pick.count.min(ids.len());
    (0..count).map(|nth| ids[(pick.from + nth) % ids.len()]).collect()
}
