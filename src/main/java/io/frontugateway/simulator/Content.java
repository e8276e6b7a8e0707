package io.frontugateway.simulator;

/** The bytes behind a file or an image, readable at any position. */
interface Content {
    String mediaType();

    long size();

    /** A strong validator, quotes included. */
    String etag();

    /** Unix seconds. */
    long modified();

    /** The {@code length} bytes from {@code position} on; both lie within the content. */
    byte[] read(long position, int length);

    /** Bytes that were uploaded. */
    record Kept(String mediaType, byte[] bytes, String etag, long modified) implements Content {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public byte[] read(long position, int length) {
            byte[] part = new byte[length];
            System.arraycopy(bytes, (int) position, part, 0, length);
            return part;
        }
    }

    /** Bytes that follow from a seed and their position and are nowhere held, so a file may be of any size. */
    record Generated(String mediaType, long size, long seed, long modified) implements Content {
        @Override
        public String etag() {
            return "\"" + Long.toHexString(Guids.mix(seed)) + "-" + Long.toHexString(size) + "\"";
        }

        @Override
        public byte[] read(long position, int length) {
            byte[] part = new byte[length];
            long word = Guids.mix(seed + (position >>> 3));
            for (int i = 0; i < length; i++) {
                long at = position + i;
                if ((at & 7) == 0) {
                    word = Guids.mix(seed + (at >>> 3));
                }
                part[i] = (byte) (word >>> ((at & 7) << 3));
            }
            return part;
        }
    }
}
