-- The lookup tables, with the names that the site gives their rows.
INSERT INTO post_types VALUES
    (1, 'Question'), (2, 'Answer'), (3, 'Orphaned tag wiki'), (4, 'Tag wiki excerpt'),
    (5, 'Tag wiki'), (6, 'Moderator nomination'), (7, 'Wiki placeholder'), (8, 'Privilege wiki');
INSERT INTO vote_types VALUES
    (1, 'AcceptedByOriginator', true), (2, 'UpMod', true), (3, 'DownMod', true), (4, 'Offensive', false),
    (5, 'Favorite', true), (6, 'Close', true), (7, 'Reopen', true), (8, 'BountyStart', true), (9, 'BountyClose', true),
    (10, 'Deletion', false), (11, 'Undeletion', false), (12, 'Spam', false), (15, 'ModeratorReview', false);
ALTER TABLE post_types ADD PRIMARY KEY (id), ADD UNIQUE (name);
ALTER TABLE vote_types ADD PRIMARY KEY (id), ADD UNIQUE (name);
ANALYZE post_types;
ANALYZE vote_types;
