//! The values to choose from in a condition: the portal's users and sources, as far as the viewer may see them.

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

/// How long a list of sources is cached.
const KEPT: Duration = Duration::from_mins(5);
/// Most lists in the cache.
const MOST: usize = 2_000;

/// A cache of lists of sources. Each list belongs to one user, because another user may not be allowed to read it,
/// and to one installation of the portal.
#[derive(Debug, Default)]
pub(super) struct SourceCache(Mutex<HashMap<CacheKey, CachedSources>>);

/// A list, and until when it is valid.
type CachedSources = (UnixTime, Arc<[Source]>);

/// The user who read the list, and the generation of the installation.
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
    /// The portal's sources of contacts, not older than a few minutes.
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

    /// The names of some users, as far as the portal shows them to the viewer. `None` if the app may not read names.
    pub async fn people(&self, viewer: &Viewer, ids: &[UserId]) -> Result<Option<Vec<Person>>, Failure> {
        if !viewer.portal.scope.can_read_names() {
            return Ok(None);
        }
        let rest = &self.rest;
        let call = |caller| async move { users::people(rest, &caller, ids).await };
        Ok(Some(self.access.run(&viewer.portal, &viewer.principal, call).await?))
    }

    /// Finds users by the beginnings of their names.
    ///
    /// # Errors
    /// [`Failure::ScopeMissing`] when the app may not read names.
    pub async fn find_people(&self, viewer: &Viewer, text: &str) -> Result<Vec<Person>, Failure> {
        if !viewer.portal.scope.can_read_names() {
            return Err(Failure::ScopeMissing);
        }
        let rest = &self.rest;
        let call = |caller| async move { users::find(rest, &caller, text).await };
        Ok(self.access.run(&viewer.portal, &viewer.principal, call).await?)
    }
}
