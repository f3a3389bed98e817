-- Since when a set is frozen. A prepared draft that was frozen long ago is looked at again before it is started; looked_set is
-- the fingerprint of the set before that, until whoever starts it was told that it is another one by now.
ALTER TABLE jobs ADD COLUMN frozen_at INTEGER;
ALTER TABLE jobs ADD COLUMN looked_set TEXT;
