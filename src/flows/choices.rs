//! What a condition can be chosen from: the portal's people and sources, as far as the viewer may see them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::failure::Failure;
use super::{Flows, Viewer};
pub use crate::bitrix::users::Person;
use crate::bitrix::{directory, users};
use crate::domain::clock::UnixTime;
pub use crate::domain::filter::Source;
use crate::domain::ids::UserId;
use crate::domain::token::Principal;

/// How long a list of sources is not asked for again.
const KEPT: Duration = Duration::from_mins(5);
/// More lists than this are not kept.
const MOST: usize = 2_000;

/// Lists of sources, each as the portal gave it to one person: another one may not be allowed to read it. Nothing is kept
/// past the installation that it was read in.
#[derive(Debug, Default)]
pub(super) struct SourceCache(Mutex<HashMap<CacheKey, CachedSources>>);

/// A list, and until when it is not asked for again.
type CachedSources = (UnixTime, Arc<[Source]>);

/// The user who has read it, in one of the portal's installations.
type CacheKey = (Principal, i64);

impl SourceCache {
    fn get(&self, viewer: &Viewer, now: UnixTime) -> Option<Arc<[Source]>> {
        let lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lists.get(&key_of(viewer)).filter(|(until, _)| now < *until).map(|(_, list)| Arc::clone(list))
    }

    fn insert(&self, viewer: &Viewer, list: &Arc<[Source]>, now: UnixTime) {
        let mut lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lists.retain(|_, (until, _)| now < *until);
        if lists.len() < MOST {
            lists.insert(key_of(viewer), (now.plus(KEPT), Arc::clone(list)));
        }
    }
}

fn key_of(viewer: &Viewer) -> CacheKey {
    (viewer.principal.clone(), viewer.portal.generation)
}

impl Flows {
    /// Where contacts may come from, as the portal said within some minutes.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn sources(&self, viewer: &Viewer) -> Result<Arc<[Source]>, Failure> {
        if let Some(list) = self.sources.get(viewer, self.clock.now()) {
            return Ok(list);
        }
        let rest = &self.rest;
        let call = |caller| async move { directory::sources(rest, &caller).await };
        let list: Arc<[Source]> = self.access.run(&viewer.portal, &viewer.principal, call).await?.into();
        self.sources.insert(viewer, &list, self.clock.now());
        Ok(list)
    }

    /// Those of some users whom the portal names to the viewer; `None` where the app may not read names.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn people(&self, viewer: &Viewer, ids: &[UserId]) -> Result<Option<Vec<Person>>, Failure> {
        if !viewer.portal.scope.can_read_names() {
            return Ok(None);
        }
        let rest = &self.rest;
        let call = |caller| async move { users::people(rest, &caller, ids).await };
        Ok(Some(self.access.run(&viewer.portal, &viewer.principal, call).await?))
    }

    /// People by the beginnings of their names.
    ///
    /// # Errors
    /// [`Failure::ScopeMissing`] where the app may not read names.
    pub async fn find_people(&self, viewer: &Viewer, text: &str) -> Result<Vec<Person>, Failure> {
        if !viewer.portal.scope.can_read_names() {
            return Err(Failure::ScopeMissing);
        }
        let rest = &self.rest;
        let call = |caller| async move { users::find(rest, &caller, text).await };
        Ok(self.access.run(&viewer.portal, &viewer.principal, call).await?)
    }
}
