//! Requests of users to a process of the application. They are not awaited: a request may take long, and the process
//! may die meanwhile.

use std::sync::{Arc, Mutex};

use contact_eraser::domain::ids::ContactId;
use contact_eraser::domain::job::JobId;
use contact_eraser::domain::saved_filter::FilterBody;
use contact_eraser::domain::schedule::{Frequency, Schedule};
use contact_eraser::domain::zone::Zone;
use contact_eraser::flows::browse::Listing;
use contact_eraser::flows::erase::SingleDeletion;
use contact_eraser::flows::jobs::{ContactSet, DraftConfirmation, FilterSet, JobRequest};
use contact_eraser::flows::saved_filters::FilterRequest;
use contact_eraser::flows::{Flows, Viewer};
use portal_sim::Portal;
use serde_json::{Map, Value, json};

use crate::plan::{Action, Decision, Filter, Who};
use crate::steps::{Background, picked, place};
use crate::world::{Notes, World, lock, open, viewer};

/// A request under way: its user, the process that handles it, and its contents.
struct UserRequest {
    flows: Arc<Flows>,
    portal: Portal,
    notes: Arc<Mutex<Notes>>,
    who: Who,
    what: Action,
    /// The job of the request.
    job: Option<JobId>,
    /// The contacts that the request names.
    ids: Vec<u64>,
    request: String,
}

/// Starts a user's request at a running process.
pub(crate) fn start_request(world: &World, background: &mut Background, what: &Action) {
    let Some(process) = world.process(background.number) else { return };
    let Some((who, job)) = user_and_job(world, what) else { return };
    let ids = match what {
        Action::Delete { pick, .. } => picked(world, who.portal, *pick),
        Action::Single(_, contact) => place(world, who.portal, *contact).into_iter().collect(),
        _ => Vec::new(),
    };
    record_permissions(world, who, what, &ids);
    let (portal, notes) = (world.sim.portal(who.portal), Arc::clone(&world.notes));
    let request = format!("request-{}", background.number);
    let flows = Arc::clone(&process.flows);
    let user_request = UserRequest { flows, portal, notes, who, what: what.clone(), job, ids, request };
    background.tasks.push(process.does(user_request.execute()));
}

/// The user and the job of a request.
fn user_and_job(world: &World, what: &Action) -> Option<(Who, Option<JobId>)> {
    let of_job = |nth: usize| world.job(nth).map(|(who, job)| (who, Some(job)));
    match *what {
        Action::Open(who)
        | Action::Single(who, _)
        | Action::Delete { who, .. }
        | Action::DeleteFound { who, .. } => Some((who, None)),
        Action::Decide(portal, _) | Action::Disconnect(portal) | Action::SaveFilter { portal, .. } => {
            Some((Who { portal, user: 1 }, None))
        }
        // Only administrators may destroy copies.
        Action::DestroyCopies(nth) => of_job(nth).map(|(who, job)| (Who { user: 1, ..who }, job)),
        Action::Start(nth)
        | Action::Pause(nth)
        | Action::Resume(nth)
        | Action::Cancel(nth)
        | Action::Restore { nth, .. } => of_job(nth),
        _ => None,
    }
}

impl UserRequest {
    async fn execute(self) {
        if let Action::Open(_) = self.what {
            open(&self.flows, &self.portal, self.who, &self.notes).await;
            return;
        }
        let Some(viewer) = viewer(&self.flows, &self.portal, self.who, &self.notes).await else { return };
        let made = match self.what {
            Action::Delete { with_deals, is_draft, .. } => {
                let set = ContactSet::Ids(contact_ids(&self.ids));
                self.create(&viewer, set, None, with_deals, is_draft).await
            }
            Action::DeleteFound { filter, is_draft, .. } => {
                let Some(set) = FilterSet::read(filter_object(filter), Vec::new()) else { return };
                let mut seen = None;
                if !is_draft {
                    // A user confirms a deletion after seeing its contacts: in a draft, or in the list as here.
                    let first = Listing::default();
                    let Ok(page) = self.flows.list_contacts(&viewer, &set.query, &first).await else {
                        return;
                    };
                    seen = page.total;
                }
                self.create(&viewer, ContactSet::Filter(set), seen, false, is_draft).await
            }
            Action::Restore { part, .. } => self.restore(&viewer, part).await,
            _ => {
                self.control(viewer).await;
                None
            }
        };
        let Some(job) = made else { return };
        let mut notes = lock(&self.notes);
        if !notes.jobs.contains(&(self.who, job)) {
            notes.jobs.push((self.who, job));
        }
        notes.drafts.insert(job, self.ids);
        if let Action::DeleteFound { filter, .. } = self.what {
            notes.draft_filters.insert(job, filter);
        }
    }

    /// Creates a job. If it is not a draft, the user has seen and confirms the number of contacts.
    async fn create(
        &self,
        viewer: &Viewer,
        set: ContactSet,
        seen: Option<u32>,
        with_deals: bool,
        is_draft: bool,
    ) -> Option<JobId> {
        let job_request = JobRequest {
            set,
            expected_total: seen,
            confirm_total: seen,
            is_draft,
            include_open_deals: with_deals,
            keeps_snapshot: None,
            saved_filter: None,
            idempotency_key: Some(self.request.clone()),
        };
        self.flows.create_job(viewer, job_request, &self.request).await.ok().map(|made| made.job.id)
    }

    async fn restore(&self, viewer: &Viewer, part: Option<usize>) -> Option<JobId> {
        let job = self.job?;
        let named = match part {
            None => None,
            Some(part) => {
                let items = self.flows.job_items(viewer, job, None, None, 200).await.ok()?;
                Some(items.into_iter().map(|item| item.contact_id).take(part).collect())
            }
        };
        let key = Some(self.request.as_str());
        self.flows.restore_job(viewer, job, named, key, &self.request).await.ok().map(|made| made.job.id)
    }

    async fn control(&self, viewer: Viewer) {
        let (flows, request) = (&self.flows, self.request.as_str());
        match (&self.what, self.job) {
            (Action::Start(_), Some(job)) => self.start(&viewer, job).await,
            (Action::Pause(_), Some(job)) => drop(flows.pause_job(&viewer, job, request).await),
            (Action::Resume(_), Some(job)) => drop(flows.resume_job(&viewer, job, request).await),
            (Action::Cancel(_), Some(job)) => drop(flows.cancel_job(&viewer, job, request).await),
            (Action::DestroyCopies(_), Some(job)) => {
                drop(flows.destroy_snapshots(&viewer, job, request).await);
            }
            (Action::Single(..), _) => {
                if let Some(id) = contact_ids(&self.ids).first() {
                    let _answer = flows.erase(viewer, SingleDeletion::new(*id), request.to_owned()).await;
                }
            }
            (Action::Decide(_, decision), _) => {
                let _answer = flows.save_settings(&viewer, &settings_of(*decision), None).await;
            }
            (Action::SaveFilter { filter, .. }, _) => {
                let name = "storm".to_owned();
                let (conditions, zone) = (filter_object(*filter), Zone::default());
                let schedule = Schedule::new(Frequency::Day, 1, (3, 0), zone.clone());
                let body = FilterBody { name, conditions, older_than_days: None, zone };
                let filter_request = FilterRequest { body, is_shared: true, schedule };
                let _answer = flows.save_filter(&viewer, None, filter_request).await;
            }
            (Action::Disconnect(_), _) => {
                let domain = viewer.portal.endpoint.host().to_string();
                let openings = lock(&self.notes).openings_of(self.who.portal);
                if flows.disconnect(viewer, &domain).await.is_ok() {
                    lock(&self.notes).was_wiped(self.who.portal, openings);
                }
            }
            _ => {}
        }
    }

    /// Confirms the draft with the number of contacts that it shows.
    async fn start(&self, viewer: &Viewer, job: JobId) {
        let Ok(view) = self.flows.show_job(viewer, job).await else { return };
        {
            let mut notes = lock(&self.notes);
            let set = notes.drafts.get(&job).cloned().unwrap_or_default();
            notes.confirmed.extend(set.into_iter().map(|id| (self.who, id)));
            let filter = notes.draft_filters.get(&job).copied();
            notes.filters.extend(filter.map(|filter| (self.who, filter)));
        }
        let confirmed = DraftConfirmation { total: view.job.counts.total, keeps_snapshot: None };
        let _answer = self.flows.start_job(viewer, job, confirmed, &self.request).await;
    }
}

/// Records what a request allows before it is sent, because its answer may get lost.
fn record_permissions(world: &World, who: Who, what: &Action, ids: &[u64]) {
    let mut notes = lock(&world.notes);
    let lets_deals_go = matches!(
        what,
        Action::Delete { with_deals: true, .. }
            | Action::Single(..)
            | Action::Decide(_, Decision::DeleteDeals)
    );
    if lets_deals_go {
        notes.deals_may_go.insert(who.portal);
    }
    match what {
        Action::Delete { is_draft: false, .. } => notes.confirmed.extend(ids.iter().map(|id| (who, *id))),
        Action::DeleteFound { filter, is_draft: false, .. } => notes.filters.push((who, *filter)),
        Action::Single(..) => notes.singles.extend(ids.iter().map(|id| (who, *id))),
        Action::Disconnect(portal) => {
            notes.forgotten.insert(*portal);
        }
        _ => {}
    }
}

fn settings_of(decision: Decision) -> Map<String, Value> {
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
