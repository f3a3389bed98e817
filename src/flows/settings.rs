//! Reads and changes a portal's settings. All users of the app may read them. Only administrators change them. A
//! change that names the version it was made for never overwrites a later one.

use serde_json::{Map, Value, json};

use super::failure::Failure;
use super::install;
use super::request::current_request;
use super::{Flows, Viewer};
use crate::bitrix::placement::{BindingState, CONTACT_CARD, CONTACT_LIST, Handler, LIST_TOOLBAR};
use crate::domain::audit::{AuditAction, AuditEntry};
use crate::domain::settings::{FieldError, FieldFault, Settings, VersionedSettings, Widgets};
use crate::store::StoreError;
use crate::store::settings::SaveOutcome;

/// Why settings were not saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Some fields have values that are not allowed.
    #[error("invalid settings")]
    Invalid(Vec<FieldError>),
    /// The settings have changed since the form was filled. These are the present ones.
    #[error("the settings have changed")]
    Stale(Box<VersionedSettings>),
    /// Anything else.
    #[error(transparent)]
    Failure(#[from] Failure),
}

impl From<StoreError> for SaveError {
    fn from(error: StoreError) -> Self {
        Self::Failure(error.into())
    }
}

impl Flows {
    /// The settings of the viewer's portal.
    pub async fn settings(&self, viewer: &Viewer) -> Result<VersionedSettings, Failure> {
        Ok(self.store.find_settings(&viewer.principal.member_id).await?)
    }

    /// Changes some fields and leaves the others. With `seen`, only that version is changed.
    ///
    /// # Errors
    /// See [`SaveError`]. The settings are unchanged then, but widgets may already be bound or removed.
    pub async fn save_settings(
        &self,
        viewer: &Viewer,
        requested: &Map<String, Value>,
        seen: Option<i64>,
    ) -> Result<VersionedSettings, SaveError> {
        self.require_administrator(viewer).await?;
        let member_id = &viewer.principal.member_id;
        loop {
            let current = self.store.find_settings(member_id).await?;
            if seen.is_some_and(|seen| seen != current.version) {
                return Err(SaveError::Stale(Box::new(current)));
            }
            let next = current.settings.changed(requested).map_err(SaveError::Invalid)?;
            if next == current.settings {
                return Ok(current);
            }
            self.place_widgets(viewer, current.settings.widgets, next.widgets).await?;
            let entry = change_entry(viewer, &current.settings, &next);
            let days = next.snapshot_days;
            let is_shorter = days < current.settings.snapshot_days;
            let entry = if is_shorter {
                let count = self.store.count_longer_copies(member_id, days).await?;
                with_copies(entry, count)
            } else {
                entry
            };
            let installation = viewer.portal.installation();
            match self.store.save_settings(&installation, current.version, &next, &entry).await? {
                SaveOutcome::Yes => {
                    if is_shorter {
                        self.store.shorten_copies(member_id, days).await?;
                    }
                    return Ok(VersionedSettings { settings: next, version: current.version + 1 });
                }
                // Another change was saved first. The loop applies this one to the new settings.
                SaveOutcome::Stale => {}
                SaveOutcome::PortalLeft => return Err(Failure::SessionOver.into()),
            }
        }
    }

    /// Binds or removes the widgets that change, with the administrator's own token. The portal is asked before the
    /// settings are saved, so that they show what the portal has done.
    async fn place_widgets(
        &self,
        viewer: &Viewer,
        now: Widgets,
        requested: Widgets,
    ) -> Result<(), SaveError> {
        let card = (now.contact_card != requested.contact_card).then_some(CONTACT_CARD);
        let list = (now.contact_list != requested.contact_list).then_some(CONTACT_LIST);
        let toolbar = (now.contact_toolbar != requested.contact_toolbar).then_some(LIST_TOOLBAR);
        let changed: Vec<Handler> = card.into_iter().chain(list).chain(toolbar).collect();
        if changed.is_empty() {
            return Ok(());
        }
        let handlers = changed.as_slice();
        let call = |caller| async move { self.bind(&caller, requested, handlers).await };
        let placed = self.access.run(&viewer.portal, &viewer.principal, call).await.map_err(Failure::from)?;
        let mut not_offered = Vec::new();
        for (handler, state) in placed {
            let (field, is_wanted) = match handler {
                CONTACT_CARD => ("widgets.contact_card", requested.contact_card),
                LIST_TOOLBAR => ("widgets.contact_toolbar", requested.contact_toolbar),
                _ => ("widgets.contact_list", requested.contact_list),
            };
            match state {
                BindingState::Refused(refusal) => return Err(install::binding_failure(refusal).into()),
                BindingState::NotOffered if is_wanted => {
                    not_offered.push(FieldError { field: field.to_owned(), fault: FieldFault::NotOffered });
                }
                BindingState::NotGranted => return Err(Failure::ScopeMissing.into()),
                BindingState::NotOffered | BindingState::Yes => {}
            }
        }
        if not_offered.is_empty() { Ok(()) } else { Err(SaveError::Invalid(not_offered)) }
    }
}

/// The line of the audit with the changed values, before and after.
fn change_entry(viewer: &Viewer, before: &Settings, after: &Settings) -> AuditEntry {
    let (mut old, mut new) = (fields(before), fields(after));
    old.retain(|name, value| new.get(name) != Some(value));
    new.retain(|name, _| old.contains_key(name));
    viewer
        .entry(AuditAction::SaveSettings, "saved", current_request())
        .with(json!({"before": old, "after": new}))
}

/// Adds how many copies are kept for a shorter time now.
fn with_copies(mut entry: AuditEntry, count: i64) -> AuditEntry {
    if let Some(Value::Object(detail)) = &mut entry.detail {
        detail.insert("copies_shortened".to_owned(), count.into());
    }
    entry
}

/// All fields, with those that serialization omits if they are not set.
fn fields(settings: &Settings) -> Map<String, Value> {
    let mut fields = match json!(settings) {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    fields.entry("max_contacts_per_day").or_insert(Value::Null);
    fields
}
