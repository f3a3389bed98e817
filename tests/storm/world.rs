//! The parts of a run: the simulator, the database, the processes, and the requests of users so far.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use contact_eraser::domain::ids::{MemberId, UserId};
use contact_eraser::domain::job::JobId;
use contact_eraser::flows::open::Claim;
use contact_eraser::flows::{Flows, FramePost, Viewer};
use contact_eraser::store::Store;
use portal_sim::{Portal, Sim, SimClock};
use url::form_urlencoded::Serializer;

use crate::clock::{PortalTime, VirtualClock};
use crate::disk::Disk;
use crate::plan::{Filter, Shape, Who};
use crate::process::{Process, new_database, scratch};
use crate::wire::{EventDelivery, PUBLIC_URL};

/// The facts of a run that its final check needs.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// Jobs whose ids users have received, in this order.
    pub(crate) jobs: Vec<(Who, JobId)>,
    /// Contacts whose deletion a user has confirmed.
    pub(crate) confirmed: BTreeSet<(Who, u64)>,
    /// The contacts of drafts. Starting a draft confirms them.
    pub(crate) drafts: HashMap<JobId, Vec<u64>>,
    /// The filters of drafts.
    pub(crate) draft_filters: HashMap<JobId, Filter>,
    /// Filters whose deletion a user has confirmed.
    pub(crate) filters: Vec<(Who, Filter)>,
    /// Contacts that users delete one by one.
    pub(crate) singles: BTreeSet<(Who, u64)>,
    /// Contacts that were removed in the portal without the application.
    pub(crate) removed: BTreeSet<(usize, u64)>,
    /// Portals where contacts with open deals may be deleted, because a request or a setting allows it.
    pub(crate) deals_may_go: BTreeSet<usize>,
    /// Portals whose data has to be wiped, until the app is opened there again.
    pub(crate) wiped: BTreeSet<usize>,
    /// How often a user has opened the app of a portal or installed it there.
    pub(crate) openings: BTreeMap<usize, usize>,
    /// Portals that lost their jobs during the run.
    pub(crate) forgotten: BTreeSet<usize>,
    /// The generation of the installation that each session belongs to.
    pub(crate) sessions: HashMap<Who, i64>,
    /// Whether a portal answered that it had deleted a contact but did not delete it. Only a verified job knows the
    /// truth then.
    pub(crate) has_lied: bool,
    /// Faults found while the run was going on.
    pub(crate) faults: Vec<String>,
}

impl Notes {
    /// The application may know the portal again.
    pub(crate) fn was_opened(&mut self, portal: usize) {
        self.wiped.remove(&portal);
        *self.openings.entry(portal).or_default() += 1;
    }

    /// The portal's data was wiped, unless the app was opened there after `openings` was counted.
    pub(crate) fn was_wiped(&mut self, portal: usize, openings: usize) {
        if self.openings_of(portal) == openings {
            self.wiped.insert(portal);
        }
    }

    pub(crate) fn openings_of(&self, portal: usize) -> usize {
        self.openings.get(&portal).copied().unwrap_or_default()
    }
}

/// A contact at the beginning of the run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct InitialContact {
    pub(crate) assigned_by: u64,
    pub(crate) created_by: u64,
    pub(crate) has_phone: bool,
}

/// The state of the run. Only one thread uses it.
pub(crate) struct World {
    pub(crate) clock: Arc<VirtualClock>,
    pub(crate) sim: Arc<Sim>,
    pub(crate) database: PathBuf,
    pub(crate) disk: Arc<Disk>,
    pub(crate) processes: Vec<Option<Process>>,
    pub(crate) stores: Arc<Mutex<Vec<Store>>>,
    /// While this is set, the clock does not move: a process is opening its database.
    pub(crate) holds_clock: Arc<AtomicBool>,
    pub(crate) event_delivery: Arc<EventDelivery>,
    pub(crate) notes: Arc<Mutex<Notes>>,
    pub(crate) initial_contacts: Vec<BTreeMap<u64, InitialContact>>,
    pub(crate) with_deals: Vec<BTreeSet<u64>>,
}

impl World {
    /// Two portals on which the app is installed, and one process.
    pub(crate) async fn begin(
        shape: &Shape,
        seed: u64,
        clock: Arc<VirtualClock>,
        stores: Arc<Mutex<Vec<Store>>>,
        holds_clock: Arc<AtomicBool>,
    ) -> Self {
        let sim = Arc::new(simulator(shape, seed, &clock));
        sim.register_app(PUBLIC_URL);
        let notes: Arc<Mutex<Notes>> = Arc::default();
        let members = sim.portals().iter().map(Portal::member_id).collect();
        let processes = Mutex::default();
        let event_delivery = Arc::new(EventDelivery { processes, notes: Arc::clone(&notes), members });
        sim.deliver_events_to(Arc::clone(&event_delivery) as _);
        let database = scratch().join(format!(
            "storm-{}-{:?}-{seed}.db",
            std::process::id(),
            std::thread::current().id()
        ));
        new_database(&database);
        let initial_contacts = sim.portals().iter().map(initial_contacts).collect();
        let with_deals = sim.portals().iter().map(Portal::contacts_with_open_deals).collect();
        let mut world = Self {
            clock,
            sim,
            database,
            disk: Arc::default(),
            processes: vec![None, None],
            stores,
            holds_clock,
            event_delivery,
            notes,
            initial_contacts,
            with_deals,
        };
        world.start(0).await;
        for portal in 0..2 {
            world.install(portal).await;
        }
        world
    }

    /// Starts a process in this position.
    pub(crate) async fn start(&mut self, at: usize) {
        self.holds_clock.store(true, Ordering::SeqCst);
        let one_in = self.disk.suspend_faults();
        let process = Process::start(&self.sim, &self.clock, &self.database, self.disk.commits()).await;
        self.disk.fails(one_in);
        self.holds_clock.store(false, Ordering::SeqCst);
        lock(&self.stores).push(process.store.clone());
        lock(&self.event_delivery.processes).push(Arc::downgrade(&process.flows));
        self.processes[at] = Some(process);
    }

    /// One of the running processes, chosen by the number.
    pub(crate) fn process(&self, number: usize) -> Option<&Process> {
        let alive: Vec<&Process> = self.processes.iter().flatten().collect();
        alive.get(number % alive.len().max(1)).copied()
    }

    /// An administrator installs the app.
    pub(crate) async fn install(&self, portal: usize) {
        let Some(flows) = self.process(0).map(|process| Arc::clone(&process.flows)) else { return };
        let at = self.sim.portal(portal);
        let claim = claim(&at, 1);
        let Ok(verified) = flows.verify(claim).await else { return };
        let installed = flows.install(verified, "storm").await;
        // Even a failed installation may have stored the portal.
        lock(&self.notes).was_opened(portal);
        if installed.is_ok() {
            at.install_finished();
        }
    }

    /// Whether a contact matches a filter. A contact that was created in the run matches every filter.
    pub(crate) fn matches(&self, portal: usize, contact: u64, filter: Filter) -> bool {
        let Some(initial) = self.initial_contacts[portal].get(&contact) else { return true };
        match filter {
            Filter::AssignedTo(user) => initial.assigned_by == user,
            Filter::CreatedBy(user) => initial.created_by == user,
            Filter::WithoutPhone => !initial.has_phone,
            Filter::Everybody => true,
        }
    }

    /// The nth latest job whose id a user has received.
    pub(crate) fn job(&self, nth: usize) -> Option<(Who, JobId)> {
        let notes = lock(&self.notes);
        notes.jobs.iter().rev().nth(nth).copied()
    }
}

fn simulator(shape: &Shape, seed: u64, clock: &Arc<VirtualClock>) -> Sim {
    let time = SimClock::outside(Arc::new(PortalTime(Arc::clone(clock))));
    let millis = Duration::from_millis;
    let mut builder = Sim::builder()
        .portals(2)
        .contacts(shape.contacts)
        .seed(seed % 50 + 1)
        .clock(time)
        .delete_cost(millis(shape.delete_ms))
        .method_cost("crm.contact.add", millis(shape.add_ms))
        .method_cost("crm.contact.list", millis(shape.list_ms))
        .operating_limit(shape.operating_limit.map(Duration::from_secs));
    if !shape.has_bucket {
        builder = builder.no_bucket();
    }
    if let Some(workers) = shape.workers {
        builder = builder.workers(workers);
    }
    builder.in_memory()
}

fn initial_contacts(portal: &Portal) -> BTreeMap<u64, InitialContact> {
    let number = |contact: &serde_json::Value, name: &str| {
        contact[name].as_str().and_then(|text| text.parse().ok()).or(contact[name].as_u64()).unwrap_or(0)
    };
    let read = |id: u64| {
        let contact = portal.contact(id).expect("the contact exists");
        let has_phone = contact["HAS_PHONE"] == "Y";
        let initial = InitialContact {
            assigned_by: number(&contact, "ASSIGNED_BY_ID"),
            created_by: number(&contact, "CREATED_BY_ID"),
            has_phone,
        };
        (id, initial)
    };
    portal.contact_ids().into_iter().map(read).collect()
}

/// The data that the portal posts when the user opens the app.
pub(crate) fn claim(portal: &Portal, user: u64) -> Claim {
    let post = portal.frame_post(user);
    let form = |pairs: &[(String, String)]| Serializer::new(String::new()).extend_pairs(pairs).finish();
    FramePost::parse(&form(&post.query), form(&post.body).as_bytes()).expect("a well-formed post").into()
}

/// A user's session. The user opens the app again if the old session has ended.
pub(crate) async fn viewer(flows: &Flows, portal: &Portal, who: Who, notes: &Mutex<Notes>) -> Option<Viewer> {
    let member_id = MemberId::parse(&portal.member_id())?;
    let user_id = UserId::new(u32::try_from(who.user).ok()?)?;
    let session = lock(notes).sessions.get(&who).copied();
    if let Some(generation) = session
        && let Ok(Some(viewer)) = flows.viewer(member_id.clone(), user_id, generation).await
    {
        return Some(viewer);
    }
    let opened = open(flows, portal, who, notes).await?;
    flows.viewer(member_id, user_id, opened).await.ok().flatten()
}

/// A user opens the app.
pub(crate) async fn open(flows: &Flows, portal: &Portal, who: Who, notes: &Mutex<Notes>) -> Option<i64> {
    if !portal.is_installed() {
        return None;
    }
    let opened = flows.open(claim(portal, who.user)).await;
    let mut notes = lock(notes);
    // Even a failed opening may have stored the portal.
    notes.was_opened(who.portal);
    let opened = opened.ok()?;
    notes.sessions.insert(who, opened.portal.generation);
    Some(opened.portal.generation)
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
